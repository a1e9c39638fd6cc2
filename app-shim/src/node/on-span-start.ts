import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace'

/** A span processor that only looks at spans when they start. */
export function onSpanStart(onStart: (span: Span) => void): SpanProcessor {
  return {
    onStart,
    onEnd() {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
}
