import { type AttributeValue, trace } from '@opentelemetry/api'
import { ATTR } from './names.ts'
import { sharedState } from './shared-state.ts'
import { recordSpanError } from './span-errors.ts'

/** Request ids as proxies and platforms write them; anything else may be personal data. */
const REQUEST_ID = /^[\w.:-]{1,64}$/
const REQUEST_ID_TAG = 'request_id'

/**
 * Call at the top of an API route: ties the request id that the platform gave (`x-request-id`, else
 * `x-railway-request-id`) to the trace and to its errors. Nothing else of the request is read: no other header, no
 * cookie, body or query.
 *
 * @example initSentryForRequest(request)
 */
export function initSentryForRequest(request: Pick<Request, 'headers'>): void {
  const { errors } = sharedState()
  errors?.beginRequest()
  const id = request.headers.get('x-request-id') ?? request.headers.get('x-railway-request-id')
  if (id === null || !REQUEST_ID.test(id)) return
  trace.getActiveSpan()?.setAttribute(ATTR.requestId, id)
  errors?.setTag(REQUEST_ID_TAG, id)
}

/**
 * Ties the request and its errors to a user by id.
 *
 * @param id the user id of your database; not a mail address
 * @param _email accepted for the caller's convenience; never recorded, so it never leaves the process
 * @example setUserContext(admin.id, admin.email)
 */
export function setUserContext(id: string | number, _email?: string | null): void {
  trace.getActiveSpan()?.setAttribute(ATTR.userId, String(id))
  sharedState().errors?.setUser(String(id))
}

/**
 * Makes the trace and the errors of this request searchable by a key.
 *
 * @example setTag('checkout.step', 'payment')
 */
export function setTag(key: string, value: AttributeValue): void {
  trace.getActiveSpan()?.setAttribute(key, value)
  sharedState().errors?.setTag(key, String(value))
}

/**
 * Says what the app is about to do: an event of the active span, and a step before every later error of this request.
 *
 * @example addBreadcrumb('seat lock taken', { 'ticketcap.event.id': eventId })
 */
export function addBreadcrumb(message: string, data: Record<string, AttributeValue> = {}): void {
  trace.getActiveSpan()?.addEvent(message, data)
  sharedState().errors?.addBreadcrumb(message, data)
}

/**
 * Reports an error that the app handled: on the active span, which it marks as failed, and to Sentry. An error that is
 * thrown on afterwards is not reported twice.
 *
 * @example catch (error) { captureError(error); return fallback }
 */
export function captureError(error: unknown): void {
  const span = trace.getActiveSpan()
  if (span) recordSpanError(span, error)
  sharedState().errors?.captureError(error)
}

/**
 * Marks a moment of the active span: how far into the request something was done.
 *
 * @example markPerformance('seats read')
 */
export function markPerformance(name: string, data: Record<string, AttributeValue> = {}): void {
  trace.getActiveSpan()?.addEvent(name, data)
}

/**
 * What to show a user who asks for help: the trace id of the request, which finds its trace in Grafana and its errors
 * in Sentry. Undefined without telemetry.
 *
 * @example return Response.json({ error: 'INTERNAL', reference: errorReference() }, { status: 500 })
 */
export function errorReference(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId
}
