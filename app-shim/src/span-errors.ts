import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { ATTR } from './names.ts'

const recorded = new WeakMap<object, WeakSet<Span>>()

/** Marks the span as failed and records the exception on it, once per error and span. */
export function recordSpanError(span: Span, error: unknown): void {
  span.setAttribute(ATTR.errorType, errorType(error))
  span.setStatus({ code: SpanStatusCode.ERROR, message: errorMessage(error) })
  if (alreadyRecorded(span, error)) return
  span.recordException(
    error instanceof Error ? error : { name: errorType(error), message: errorMessage(error) },
  )
}

/** The low-cardinality name of an error: its `code` when it has one (`ECONNREFUSED`), else its class name. */
export function errorType(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
    if (error instanceof Error) return error.name
    return error.constructor?.name ?? 'Object'
  }
  return typeof error
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function alreadyRecorded(span: Span, error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const spans = recorded.get(error) ?? new WeakSet<Span>()
  recorded.set(error, spans)
  if (spans.has(span)) return true
  spans.add(span)
  return false
}
