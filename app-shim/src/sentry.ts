import { type AttributeValue, trace } from '@opentelemetry/api'
import { ATTR } from './names.ts'
import { recordSpanError } from './span-errors.ts'

/** Request ids as proxies and platforms write them; anything else may be personal data. */
const REQUEST_ID = /^[\w.:-]{1,64}$/

/**
 * Call at the top of an API route: ties the request id that the platform gave (`x-request-id`, else
 * `x-railway-request-id`) to the trace. Nothing else of the request is read: no header, cookie, body or query.
 *
 * @example initSentryForRequest(request)
 */
export function initSentryForRequest(request: Pick<Request, 'headers'>): void {
  const id = request.headers.get('x-request-id') ?? request.headers.get('x-railway-request-id')
  if (id !== null && REQUEST_ID.test(id)) trace.getActiveSpan()?.setAttribute(ATTR.requestId, id)
}

/**
 * Ties the request to a user by id.
 *
 * @param id the user id of your database; not a mail address
 * @param _email accepted for the caller's convenience; never recorded, so it never leaves the process
 * @example setUserContext(admin.id, admin.email)
 */
export function setUserContext(id: string | number, _email?: string | null): void {
  trace.getActiveSpan()?.setAttribute(ATTR.userId, String(id))
}

/**
 * Adds a searchable attribute to the active span.
 *
 * @example setTag('checkout.step', 'payment')
 */
export function setTag(key: string, value: AttributeValue): void {
  trace.getActiveSpan()?.setAttribute(key, value)
}

/**
 * Adds an event to the active span: what the app was doing before something went wrong.
 *
 * @example addBreadcrumb('seat lock taken', { 'ticketcap.event.id': eventId })
 */
export function addBreadcrumb(message: string, data: Record<string, AttributeValue> = {}): void {
  trace.getActiveSpan()?.addEvent(message, data)
}

/**
 * Records a handled error on the active span and marks it as failed.
 *
 * @example captureException(error)
 */
export function captureException(error: unknown): void {
  const span = trace.getActiveSpan()
  if (span) recordSpanError(span, error)
}
