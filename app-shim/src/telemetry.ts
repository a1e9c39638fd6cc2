import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import { bounded } from './bounded.ts'
import { ATTR, SPAN, VALUES } from './names.ts'
import { recordSpanError } from './span-errors.ts'

const SCOPE = '@ticketcap/telemetry'

/** Work that a span measures. It gets the span, to add attributes; most callers ignore it. */
export type Traced<T> = (span: Span) => Promise<T> | T

/**
 * Runs `fn` inside a span: ends it when `fn` settles, sets its status, records what `fn` throws and rethrows it.
 *
 * @example await withSpan('invoice.render', { 'invoice.pages': 3 }, () => render(invoice))
 */
export async function withSpan<T>(name: string, attributes: Attributes, fn: Traced<T>): Promise<T> {
  return trace.getTracer(SCOPE).startActiveSpan(name, { attributes }, async (span) => {
    try {
      const result = await fn(span)
      span.setStatus({ code: SpanStatusCode.OK })
      return result
    } catch (error) {
      recordSpanError(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/**
 * Runs a registration inside its own span. The collector keeps every trace that holds one.
 *
 * @param eventId the event registered for
 * @param spots number of seats asked for
 * @example const registration = await traceRegistration(eventId, 2, () => createRegistration(data))
 */
export function traceRegistration<T>(eventId: string, spots: number, fn: Traced<T>): Promise<T> {
  return withSpan(SPAN.registration, { [ATTR.eventId]: eventId, [ATTR.registrationSpots]: spots }, fn)
}

/**
 * Runs a payment inside its own span. The collector keeps every trace that holds one.
 *
 * @param amount in the minor unit of the currency (agorot, cents)
 * @param currency ISO 4217 code, e.g. `ILS`; a code outside the known list is written as `other`
 * @example const payment = await tracePayment(12000, 'ILS', () => charge(card))
 */
export function tracePayment<T>(amount: number, currency: string, fn: Traced<T>): Promise<T> {
  const attributes = {
    [ATTR.paymentAmount]: amount,
    [ATTR.paymentCurrency]: bounded(currency, VALUES.currency),
  }
  return withSpan(SPAN.payment, attributes, fn)
}
