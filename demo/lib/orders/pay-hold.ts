import { withDatabase } from '../database.ts'
import { pay } from '../payments/pay.ts'
import { cancelRegistration, confirmRegistration } from '../registrations/settle.ts'
import { type OrderAnswer, outcomeOfPayment } from './outcome.ts'

/** Seats that wait for their money. */
export interface UnpaidHold {
  readonly id: string
  readonly amountMinor: number
  readonly currency: string
}

/** Charges the card for a hold, then confirms the seats or gives them back. No database connection waits meanwhile. */
export async function payHold(hold: UnpaidHold, card: string): Promise<OrderAnswer> {
  const { id: orderId, amountMinor, currency } = hold
  const payment = await pay({ orderId, amountMinor, currency, card })
  if (payment.status === 'COMPLETED') {
    const confirmed = await withDatabase((pool) => confirmRegistration(pool, orderId, payment))
    if (!confirmed) throw new Error(`order ${orderId} is paid but its seats are gone: refund it`)
  } else {
    await withDatabase((pool) => cancelRegistration(pool, orderId, payment))
  }
  return {
    outcome: outcomeOfPayment(payment.status),
    orderId,
    payment: { status: payment.status, amountMinor, currency },
  }
}
