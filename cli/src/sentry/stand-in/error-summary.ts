import type { EnvelopeItem } from './envelope.ts'

/** One error event as a list shows it. Empty text where the event does not say. */
export interface ErrorSummary {
  eventId: string
  traceId: string
  spanId: string
  /** Type and value of the exception, else the message. */
  title: string
  /** What ran, such as `GET /api/orders`. */
  transaction: string
  level: string
  /** `node` or `javascript`. */
  platform: string
  userId: string
  release: string
  /** When it happened, ISO 8601. */
  time: string
  /** When it arrived, ISO 8601. */
  receivedAt: string
}

/** The members of an event that are read here; what a sender writes is not trusted to be of these types. */
interface EventPayload {
  event_id?: unknown
  timestamp?: unknown
  level?: unknown
  platform?: unknown
  transaction?: unknown
  release?: unknown
  message?: unknown
  logentry?: { formatted?: unknown; message?: unknown }
  exception?: { values?: { type?: unknown; value?: unknown }[] }
  user?: { id?: unknown }
  contexts?: { trace?: { trace_id?: unknown; span_id?: unknown } }
}

/** What an error event says about itself. */
export function summariseError({ json, headers }: EnvelopeItem, receivedAt: Date): ErrorSummary {
  const event = (json ?? {}) as EventPayload
  return {
    eventId: text(event.event_id ?? headers.event_id),
    traceId: text(event.contexts?.trace?.trace_id),
    spanId: text(event.contexts?.trace?.span_id),
    title: titleOf(event),
    transaction: text(event.transaction),
    level: text(event.level) || 'error',
    platform: text(event.platform),
    userId: text(event.user?.id),
    release: text(event.release),
    time: timeOf(event.timestamp, receivedAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
  }
}

function titleOf(event: EventPayload): string {
  // The last exception is the one that was thrown; those before it are its causes.
  const exception = event.exception?.values?.at(-1)
  if (exception) return [text(exception.type), text(exception.value)].filter(Boolean).join(': ')
  return text(event.message ?? event.logentry?.formatted ?? event.logentry?.message)
}

/** Seconds since 1970 or ISO 8601. */
function timeOf(timestamp: unknown, fallback: Date): Date {
  const time = typeof timestamp === 'number' ? new Date(timestamp * 1000) : new Date(text(timestamp))
  return Number.isNaN(time.getTime()) ? fallback : time
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
