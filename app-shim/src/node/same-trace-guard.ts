import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { onSpanStart } from './on-span-start.ts'

/**
 * Keeps concurrent requests of one trace apart.
 *
 * `@vercel/otel` knows requests by trace id only. When the first of two requests with the same trace id ends, it ends
 * all open spans of the trace, so the second one loses its route, status and duration. A browser page that makes two
 * calls is enough, as all calls of a page share a trace id.
 *
 * That forced end always comes from inside another span's `end`. This processor, placed first, ignores it; the
 * owner of the span still ends it.
 */
export function sameTraceGuard(): SpanProcessor {
  let ending = 0
  return onSpanStart((span) => {
    const end = span.end
    span.end = function guardedEnd(this: Span, ...time: Parameters<Span['end']>) {
      if (ending > 0) return
      ending += 1
      try {
        end.apply(this, time)
      } finally {
        ending -= 1
      }
    }
  })
}
