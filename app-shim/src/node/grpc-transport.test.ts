import { Metadata, status } from '@grpc/grpc-js'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { expect, it } from 'vitest'
import { startGrpcSink } from '../../testing/grpc-sink.ts'
import { endedSpans, exported, traceExporterFor } from '../../testing/trace-exporter.ts'

/** Exports one span to a collector that is restarting: the first call is answered UNAVAILABLE. */
async function exportThroughRestart(exporterFor: (url: string) => SpanExporter) {
  await using sink = await startGrpcSink()
  sink.answers = [{ code: status.UNAVAILABLE, details: 'restarting', metadata: new Metadata() }, 'accept']
  const exporter = exporterFor(sink.url)
  const { ok } = await exported(exporter, endedSpans())
  await exporter.shutdown()
  return { ok, calls: sink.calls.length, spans: sink.spans.length }
}

function ours(url: string): SpanExporter {
  return traceExporterFor({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: url }).exporter
}

it('delivers the batch that a restarting collector refuses', async () => {
  expect(await exportThroughRestart(ours)).toEqual({ ok: true, calls: 2, spans: 1 })
})

// When this fails, the stock exporter has learned to retry: look whether the transport of this package can go.
it('shows what the stock exporter does with it: one call, and the batch is lost', async () => {
  const stock = (url: string) => new OTLPTraceExporter({ url })
  expect(await exportThroughRestart(stock)).toEqual({ ok: false, calls: 1, spans: 0 })
})
