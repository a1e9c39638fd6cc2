/** The part of a span that knows its trace. */
interface InTrace {
  spanContext(): { readonly traceId: string }
}

/** The trace id of a span, to show to a guest who asks for help; undefined while telemetry is off. */
export function traceIdOf(span: InTrace): string | undefined {
  const { traceId } = span.spanContext()
  return /^0+$/.test(traceId) ? undefined : traceId
}
