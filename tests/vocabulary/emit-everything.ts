/**
 * An app that uses every metric of the vocabulary once and makes more spans than its queue holds. Started by
 * vocabulary.live.test.ts; stops when all is sent.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { flush, register, shutdown } from '@ticketcap/telemetry'
import {
  trackAPICall,
  trackCapacity,
  trackCapacityRace,
  trackDatabaseError,
  trackPayment,
  trackRegistration,
  trackTenantAccessBlocked,
  trackTenantIsolationFailure,
} from '@ticketcap/telemetry/metrics'
import { tracePayment } from '@ticketcap/telemetry/telemetry'

const SPANS = 20

await register()
trackAPICall('/api/orders', 'POST', 201, 12)
trackCapacity('17', 190, 200)
trackCapacityRace('17', 'oversold')
trackDatabaseError('connection')
trackPayment(12_000, 'COMPLETED', 6_000, 'ILS')
trackRegistration('17', 'CONFIRMED', 20)
trackTenantIsolationFailure()
trackTenantAccessBlocked()
for (let span = 0; span < SPANS; span++) await tracePayment(12_000, 'ILS', async () => undefined)
setFlagsFromString('--expose-gc')
runInNewContext('gc')()
// Two ticks of the monitor of the event loop; before, it has nothing to tell.
await delay(150)
await flush()
await shutdown()
