import { createNoopMeter, type MeterProvider } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import type { Destination } from '../src/destination.ts'
import type { Environment } from '../src/environment.ts'
import { createTraceExporter } from '../src/node/exporters.ts'
import { collectorHealths } from '../src/node/several-exporters.ts'
import { readSettings } from '../src/settings.ts'

const NO_METRICS: MeterProvider = { getMeter: createNoopMeter }

/** The trace exporter that an environment asks for, and what it said. Fails where the environment is warned about. */
export function traceExporterFor(env: Environment, meterProvider = NO_METRICS) {
  const settings = readSettings(env, (code, subject, detail) => {
    throw new Error(`${code} ${subject} ${detail}`)
  })
  const destination = settings.destination as Destination
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const healthOf = collectorHealths({ warn: say, info: say })
  const exporter = createTraceExporter(destination, settings, { healthOf, instance: 'one' }, meterProvider)
  return { exporter, destination, lines }
}

/** Ended spans, each of a trace of its own. */
export function endedSpans(count = 1): ReadableSpan[] {
  const memory = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] })
  for (let made = 0; made < count; made += 1) provider.getTracer('test').startSpan('GET /').end()
  return memory.getFinishedSpans()
}

/** Exports spans and says how it ended. */
export async function exported(exporter: SpanExporter, spans: ReadableSpan[]) {
  const { code, error } = await new Promise<ExportResult>((done) => exporter.export(spans, done))
  return { ok: code === ExportResultCode.SUCCESS, error }
}
