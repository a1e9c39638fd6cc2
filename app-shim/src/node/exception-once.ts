import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { onSpanStart } from './on-span-start.ts'

/**
 * Records an error once in a trace, on the span that saw it first.
 *
 * An error that nobody handles passes through `withSpan`, through the spans of Next.js and through `onRequestError`,
 * and each of them would record it. The spans on its way keep their error status.
 */
export function exceptionOnce(): SpanProcessor {
  const recordedIn = new WeakMap<object, string>()
  return onSpanStart((span) => {
    const recordException = span.recordException
    span.recordException = function recordOnce(this: Span, ...args: Parameters<Span['recordException']>) {
      const [error] = args
      if (typeof error === 'object') {
        const { traceId } = this.spanContext()
        if (recordedIn.get(error) === traceId) return
        recordedIn.set(error, traceId)
      }
      recordException.apply(this, args)
    }
  })
}
