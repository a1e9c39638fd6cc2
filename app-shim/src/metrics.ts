import { trace } from '@opentelemetry/api'
import { bounded } from './bounded.ts'
import { classifyDatabaseError } from './database-error.ts'
import { rememberSeats } from './event-seats.ts'
import { counter, histogram } from './instruments.ts'
import { ATTR, METRIC, OTHER, VALUES } from './names.ts'
import { boundedMethod, boundedRoute } from './route-label.ts'
import { warnOnce } from './warn-once.ts'

/**
 * Starts a stopwatch. The returned function gives the milliseconds since then, as often as it is called.
 *
 * @example const stopTimer = startTimer(); …; trackAPICall('/api/orders', 'POST', 201, stopTimer())
 */
export function startTimer(): () => number {
  const startedAt = performance.now()
  return () => performance.now() - startedAt
}

/**
 * Counts one call of an API route and its duration.
 *
 * @param route the route pattern (`/api/events/[id]`), not the path with ids; a query string is cut
 * @param method HTTP method; an unknown one is counted as `other`
 * @param status HTTP status code of the answer
 * @param ms duration in milliseconds
 * @example trackAPICall('/api/orders', 'POST', 201, stopTimer())
 */
export function trackAPICall(route: string, method: string, status: number, ms: number): void {
  recordSeconds('apiDuration', ms, {
    [ATTR.httpRoute]: boundedRoute(route),
    [ATTR.httpMethod]: boundedMethod(method),
    [ATTR.httpStatus]: status >= 100 && status <= 599 ? Math.trunc(status) : OTHER,
  })
}

/**
 * Counts one registration by its final status, and its duration.
 *
 * @param eventId written on the span, not on the metric
 * @param status one of `VALUES.registrationStatus`; anything else is counted as `other`
 * @param ms duration in milliseconds
 * @example trackRegistration(eventId, 'CONFIRMED', stopTimer())
 */
export function trackRegistration(eventId: string, status: string, ms: number): void {
  const attributes = { [ATTR.registrationStatus]: bounded(status, VALUES.registrationStatus) }
  counter(METRIC.registrations).add(1, attributes)
  recordSeconds('registrationDuration', ms, attributes)
  trace.getActiveSpan()?.setAttributes({ ...attributes, [ATTR.eventId]: eventId })
}

/**
 * Counts one payment attempt by its final status, the money, and its duration.
 *
 * @param amount in the minor unit of the currency (agorot, cents); must not be negative
 * @param status one of `VALUES.paymentStatus`; anything else is counted as `other`
 * @param ms duration in milliseconds
 * @param currency ISO 4217 code; one outside `VALUES.currency` is counted as `other`
 * @example trackPayment(12000, 'COMPLETED', stopTimer(), 'ILS')
 */
export function trackPayment(amount: number, status: string, ms: number, currency: string): void {
  const labels = {
    [ATTR.paymentStatus]: bounded(status, VALUES.paymentStatus),
    [ATTR.paymentCurrency]: bounded(currency, VALUES.currency),
  }
  counter(METRIC.payments).add(1, labels)
  if (isCountable('trackPayment amount', amount)) counter(METRIC.paymentAmount).add(amount, labels)
  recordSeconds('paymentDuration', ms, { [ATTR.paymentStatus]: labels[ATTR.paymentStatus] })
  trace.getActiveSpan()?.setAttributes(labels)
}

/**
 * Records how full an event is. Call it for live events only: each is two time series. A process reports 100 events at
 * most, and each until nobody has called this for it for 6 hours.
 *
 * @param sold seats taken
 * @param capacity seats in all
 * @example trackCapacity(event.id, 180, 200)
 */
export function trackCapacity(eventId: string, sold: number, capacity: number): void {
  if (!isCountable('trackCapacity sold', sold) || !isCountable('trackCapacity capacity', capacity)) return
  rememberSeats(eventId, sold, capacity)
}

/**
 * Counts one database error.
 *
 * @param error what the driver threw, or one of `VALUES.databaseErrorKind`
 * @example try { await pool.query(sql) } catch (error) { trackDatabaseError(error); throw error }
 */
export function trackDatabaseError(error: unknown): void {
  counter(METRIC.databaseErrors).add(1, { [ATTR.databaseErrorKind]: classifyDatabaseError(error) })
}

/**
 * Counts one read or write that crossed a tenant border: data of another tenant came where it must never be, as through
 * a query or a cache key without its tenant. Any such event pages someone. A request for a foreign id that the app
 * turned away is `trackTenantAccessBlocked`.
 *
 * @example for (const row of await ordersOf(tenant)) if (row.tenant !== tenant) trackTenantIsolationFailure()
 */
export function trackTenantIsolationFailure(): void {
  counter(METRIC.tenantIsolationFailures).add(1)
  trace.getActiveSpan()?.addEvent(METRIC.tenantIsolationFailures.name)
}

/**
 * Counts one request for what belongs to another tenant that the app turned away: the border held. Many in a few minutes
 * are a ticket.
 *
 * @example if (event.tenant !== tenant) { trackTenantAccessBlocked(); notFound() }
 */
export function trackTenantAccessBlocked(): void {
  counter(METRIC.tenantBlockedAccesses).add(1)
  trace.getActiveSpan()?.addEvent(METRIC.tenantBlockedAccesses.name)
}

/**
 * Counts two buyers meeting at the last seats of an event.
 *
 * @param outcome `prevented` when the lock held, `oversold` when it did not
 * @example trackCapacityRace(eventId, 'prevented')
 */
export function trackCapacityRace(eventId: string, outcome: string): void {
  const attributes = { [ATTR.capacityRaceOutcome]: bounded(outcome, VALUES.capacityRaceOutcome) }
  counter(METRIC.capacityRaces).add(1, attributes)
  trace.getActiveSpan()?.addEvent(METRIC.capacityRaces.name, { ...attributes, [ATTR.eventId]: eventId })
}

type Duration = 'apiDuration' | 'registrationDuration' | 'paymentDuration'

function recordSeconds(metric: Duration, ms: number, attributes: Record<string, string | number>): void {
  if (isCountable(METRIC[metric].name, ms)) histogram(METRIC[metric]).record(ms / 1000, attributes)
}

function isCountable(subject: string, value: number): boolean {
  if (Number.isFinite(value) && value >= 0) return true
  warnOnce('E_METRIC_INVALID', subject, `is ${String(value)}. Pass a finite number that is not negative.`)
  return false
}
