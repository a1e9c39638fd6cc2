/**
 * A second process of the box office that has sold a seat twice. No code path of the demo can: a lock and a constraint
 * of its database stand against it. Started by the injections; stops when its telemetry is sent.
 */
import { flush, register, shutdown } from '@ticketcap/telemetry'
import { trackCapacityRace } from '@ticketcap/telemetry/metrics'

await register()
trackCapacityRace('17', 'oversold')
await flush()
await shutdown()
