/** An app that calls every function of the shim with values that nobody bounded; the argument says how often. */
import { randomBytes } from 'node:crypto'
import { shutdown, start } from '@ticketcap/telemetry'
import {
  trackAPICall,
  trackCapacity,
  trackCapacityRace,
  trackDatabaseError,
  trackPayment,
  trackRegistration,
} from '@ticketcap/telemetry/metrics'

const some = () => randomBytes(6).toString('hex')

await start()
for (let call = 0; call < Number(process.argv[2]); call++) {
  trackAPICall(`/${some()}/${some()}?${some()}`, some(), call, call)
  trackCapacity(some(), 1, 2)
  trackCapacityRace(some(), some())
  trackDatabaseError(new Error(some()))
  trackPayment(call, some(), call, some())
  trackRegistration(some(), some(), call)
}
await shutdown()
