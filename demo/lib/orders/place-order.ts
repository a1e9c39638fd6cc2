import { startTimer, trackRegistration } from '@ticketcap/telemetry/metrics'
import { traceRegistration } from '@ticketcap/telemetry/telemetry'
import { register } from '../registrations/register.ts'
import type { Tenant } from '../tenant.ts'
import { traceIdOf } from '../trace-id.ts'
import type { Guest } from './guest-input.ts'
import { type OrderAnswer, REGISTRATION_STATUS } from './outcome.ts'
import { payHold } from './pay-hold.ts'

/** A whole order: the guest and, for an event that costs money, the card. */
export interface Order {
  readonly guest: Guest
  readonly card: string | undefined
  readonly tenant: Tenant
}

/**
 * Places an order inside one registration span: takes the seats, charges the card, then confirms the seats or
 * gives them back. With no card a paid event stays held for a later payment.
 */
export async function placeOrder({ guest, card, tenant }: Order): Promise<OrderAnswer> {
  const stopTimer = startTimer()
  const eventId = String(guest.eventId)
  return traceRegistration(eventId, guest.spots, async (span): Promise<OrderAnswer> => {
    try {
      const answer = await takeAndPay(guest, card, tenant)
      const status = REGISTRATION_STATUS[answer.outcome]
      if (status) trackRegistration(eventId, status, stopTimer())
      const traceId = traceIdOf(span)
      return traceId === undefined ? answer : { ...answer, traceId }
    } catch (error) {
      trackRegistration(eventId, 'FAILED', stopTimer())
      throw error
    }
  })
}

async function takeAndPay(guest: Guest, card: string | undefined, tenant: Tenant): Promise<OrderAnswer> {
  const hold = await register({ ...guest, tenantId: tenant })
  if (hold.kind === 'sold_out') return { outcome: 'SOLD_OUT', seatsLeft: hold.seatsLeft }
  if (hold.kind !== 'held') return { outcome: 'EVENT_NOT_FOUND' }
  const { registration } = hold
  if (registration.status === 'CONFIRMED') return { outcome: 'CONFIRMED', orderId: registration.id }
  if (card === undefined) return { outcome: 'HELD', orderId: registration.id }
  return payHold(registration, card)
}
