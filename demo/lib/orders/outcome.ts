import type { PaymentRecord } from '../registrations/settle.ts'

/** How an order or a registration ended. */
export type Outcome =
  | 'CONFIRMED'
  | 'HELD'
  | 'SOLD_OUT'
  | 'EVENT_NOT_FOUND'
  | 'HOLD_NOT_FOUND'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_TIMEOUT'

/** HTTP status of each outcome. A provider that fails is a bad gateway, one that hangs a gateway timeout. */
export const OUTCOME_STATUS = {
  CONFIRMED: 201,
  HELD: 201,
  SOLD_OUT: 409,
  EVENT_NOT_FOUND: 404,
  HOLD_NOT_FOUND: 404,
  PAYMENT_DECLINED: 402,
  PAYMENT_FAILED: 502,
  PAYMENT_TIMEOUT: 504,
} as const satisfies Record<Outcome, number>

/** The final status of the registration behind each outcome; undefined while it waits for its payment. */
export const REGISTRATION_STATUS = {
  CONFIRMED: 'CONFIRMED',
  HELD: undefined,
  SOLD_OUT: 'REJECTED',
  EVENT_NOT_FOUND: 'REJECTED',
  HOLD_NOT_FOUND: undefined,
  PAYMENT_DECLINED: 'CANCELLED',
  PAYMENT_FAILED: 'CANCELLED',
  PAYMENT_TIMEOUT: 'CANCELLED',
} as const satisfies Record<Outcome, string | undefined>

/** The outcome of an order whose payment ended like this. */
export function outcomeOfPayment(status: PaymentRecord['status']): Outcome {
  if (status === 'COMPLETED') return 'CONFIRMED'
  return `PAYMENT_${status}`
}

/** The money part of an answer; absent when no card was charged. */
type PaymentAnswer = Pick<PaymentRecord, 'status' | 'amountMinor' | 'currency'>

/** What the routes answer. `orderId` is the id of the registration. */
export interface OrderAnswer {
  readonly outcome: Outcome
  readonly orderId?: string
  /** The trace of this order; absent while telemetry is off. */
  readonly traceId?: string
  readonly seatsLeft?: number
  readonly payment?: PaymentAnswer
}
