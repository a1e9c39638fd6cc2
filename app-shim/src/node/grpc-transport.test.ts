import { Metadata, status } from '@grpc/grpc-js'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'
import { startGrpcSink } from '../../testing/grpc-sink.ts'
import { readSettings } from '../settings.ts'
import { createTraceExporter } from './exporters.ts'

/** Exports one span to a collector that is restarting: the first call is answered UNAVAILABLE. */
async function exportThroughRestart(exporterFor: (url: string) => SpanExporter) {
  await using sink = await startGrpcSink()
  sink.answers = [{ code: status.UNAVAILABLE, details: 'restarting', metadata: new Metadata() }, 'accept']
  const memory = new InMemorySpanExporter()
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] })
    .getTracer('test')
    .startSpan('GET /')
    .end()
  const exporter = exporterFor(sink.url)
  const { code } = await new Promise<ExportResult>((done) => exporter.export(memory.getFinishedSpans(), done))
  await exporter.shutdown()
  return { ok: code === ExportResultCode.SUCCESS, calls: sink.calls.length, spans: sink.spans.length }
}

function ours(url: string): SpanExporter {
  const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: url }
  const settings = readSettings(env, (code, subject, detail) => {
    throw new Error(`${code} ${subject} ${detail}`)
  })
  if (settings.destination === undefined) throw new Error('no destination')
  return createTraceExporter(settings.destination, settings)
}

it('delivers the batch that a restarting collector refuses', async () => {
  expect(await exportThroughRestart(ours)).toEqual({ ok: true, calls: 2, spans: 1 })
})

// When this fails, the stock exporter has learned to retry: look whether the transport of this package can go.
it('shows what the stock exporter does with it: one call, and the batch is lost', async () => {
  const stock = (url: string) => new OTLPTraceExporter({ url })
  expect(await exportThroughRestart(stock)).toEqual({ ok: false, calls: 1, spans: 0 })
})
