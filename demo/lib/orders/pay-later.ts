import { startTimer, trackRegistration } from '@ticketcap/telemetry/metrics'
import { withDatabase } from '../database.ts'
import { renewHold } from '../registrations/settle.ts'
import type { Tenant } from '../tenant.ts'
import { type OrderAnswer, REGISTRATION_STATUS } from './outcome.ts'
import { payHold } from './pay-hold.ts'

/** Pays for seats that were registered before. */
export async function payLater(tenant: Tenant, registrationId: string, card: string): Promise<OrderAnswer> {
  const stopTimer = startTimer()
  const hold = await withDatabase((pool) => renewHold(pool, tenant, registrationId))
  if (!hold) return { outcome: 'HOLD_NOT_FOUND' }
  const paid = await payHold(hold, card)
  const status = REGISTRATION_STATUS[paid.outcome]
  if (status) trackRegistration(String(hold.eventId), status, stopTimer())
  return paid
}
