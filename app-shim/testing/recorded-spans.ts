import { context, propagation, trace } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import { registerOTel } from '@vercel/otel'

/** Registers `@vercel/otel` with these processors first and returns the spans that ended, as they end. */
export function recordSpans(processors: SpanProcessor[], traceSampler?: Sampler): () => ReadableSpan[] {
  trace.disable()
  context.disable()
  propagation.disable()
  const exporter = new InMemorySpanExporter()
  registerOTel({
    serviceName: 'test',
    propagators: ['tracecontext'],
    instrumentations: [],
    traceSampler,
    spanProcessors: [...processors, new SimpleSpanProcessor({ exporter })],
  })
  return () => exporter.getFinishedSpans()
}
