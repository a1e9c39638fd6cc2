import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { ATTR } from './names.ts'

/** Marks the span as failed and records the exception on it. */
export function recordSpanError(span: Span, error: unknown): void {
  const type = errorType(error)
  const message = error instanceof Error ? error.message : String(error)
  span.setAttribute(ATTR.errorType, type)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  span.recordException(error instanceof Error ? error : { name: type, message })
}

/** The name of an error, of few values: its `code` when it has one (`ECONNREFUSED`), else its class name. */
function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  return error instanceof Error ? error.name : 'Object'
}
