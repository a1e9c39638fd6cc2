import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'
import { SDK_METRIC } from '../names.ts'
import { batchProcessor } from './batch-processor.ts'

const SETTINGS = {
  maxQueueSize: 40,
  maxExportBatchSize: 10,
  scheduledDelayMillis: 60_000,
  exportTimeoutMillis: 60_000,
}

/** An exporter whose answers wait until `release` is called. */
function heldExporter() {
  const sent: number[] = []
  const waiting: ((result: ExportResult) => void)[] = []
  let held = true
  const exporter: SpanExporter = {
    export(spans: ReadableSpan[], done) {
      sent.push(spans.length)
      if (held) waiting.push(done)
      else done({ code: ExportResultCode.SUCCESS })
    },
    shutdown: () => Promise.resolve(),
  }
  const release = () => {
    held = false
    for (const done of waiting.splice(0)) done({ code: ExportResultCode.SUCCESS })
  }
  return { exporter, sent, release }
}

function setUp(exporter: SpanExporter) {
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: memory, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const processor = batchProcessor(exporter, SETTINGS, meterProvider)
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test')
  const end = (count: number) => {
    for (let i = 0; i < count; i += 1) tracer.startSpan('work').end()
  }
  const dropped = async () => {
    await meterProvider.forceFlush()
    const all =
      memory
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? []
    const processed = all.find((metric) => metric.descriptor.name === SDK_METRIC.spansProcessed.name)
    const full =
      processed?.dataPoints.filter((point) => point.attributes['error.type'] === 'queue_full') ?? []
    return full.map((point) => point.value as number)
  }
  return { processor, end, dropped }
}

it('has four full batches on the way while no answer has come', () => {
  const { exporter, sent } = heldExporter()
  setUp(exporter).end(40)
  expect(sent).toEqual([10, 10, 10, 10])
})

it('sends a small batch as one', async () => {
  const { exporter, sent, release } = heldExporter()
  const { processor, end } = setUp(exporter)
  release()
  end(9)
  await processor.forceFlush()
  expect(sent).toEqual([9])
})

it('counts every span it drops when the queue is full, from 0 on', async () => {
  const { exporter, sent } = heldExporter()
  const { end, dropped } = setUp(exporter)
  expect(await dropped()).toEqual([0, 0, 0, 0])
  end(40 + 40 + 25)
  expect(sent).toEqual([10, 10, 10, 10])
  expect((await dropped()).reduce((sum, count) => sum + count, 0)).toBe(25)
})

it('sends everything at shutdown', async () => {
  const { exporter, sent, release } = heldExporter()
  const { processor, end } = setUp(exporter)
  end(77)
  release()
  await processor.shutdown()
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(77)
})
