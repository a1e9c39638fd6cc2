import { status } from '@grpc/grpc-js'
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSink } from '../../../tests/support/sink.ts'
import { startGrpcSink } from '../../testing/grpc-sink.ts'
import { endedSpans, exported, traceExporterFor } from '../../testing/trace-exporter.ts'
import type { Environment } from '../environment.ts'

const SPANS = 90

/** Exports spans to the collectors of a list, compressed. */
function among(urls: readonly string[], env: Environment, meterProvider?: MeterProvider) {
  const several = traceExporterFor(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: urls.join(),
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '30000',
      SIDECAR_TOKEN: 'token',
      ...env,
    },
    meterProvider,
  )
  onTestFinished(() => several.exporter.shutdown())
  return { ...several, send: () => exported(several.exporter, endedSpans(SPANS)) }
}

describe.each([
  ['http/protobuf', startSink],
  ['grpc', startGrpcSink],
] as const)('three collectors over %s', (protocol, start) => {
  const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol }

  it('each get a share, with the token', async () => {
    const sinks = [await start(), await start(), await start()]
    onTestFinished(async () => void (await Promise.all(sinks.map((sink) => sink[Symbol.asyncDispose]()))))
    const { send } = among(
      sinks.map(({ url }) => url),
      env,
    )
    expect((await send()).ok).toBe(true)
    const counts = sinks.map(({ spans }) => spans.length)
    expect(counts.reduce((sum, count) => sum + count)).toBe(SPANS)
    expect(Math.min(...counts)).toBeGreaterThan(10)
    const [first] = sinks
    const headers =
      first && 'calls' in first ? first.calls[0]?.metadata.getMap() : first?.requests[0]?.headers
    expect(headers).toMatchObject({ authorization: 'Bearer token' })
  })

  it('take over from one that is gone, which is counted and said', async () => {
    const [gone, ...sinks] = [await start(), await start(), await start()]
    onTestFinished(async () => void (await Promise.all(sinks.map((sink) => sink[Symbol.asyncDispose]()))))
    const { url } = gone
    await gone[Symbol.asyncDispose]()
    const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const reader = new PeriodicExportingMetricReader({ exporter: memory, exportIntervalMillis: 3_600_000 })
    const meterProvider = new MeterProvider({ readers: [reader] })
    const { send, lines } = among([url, ...sinks.map((sink) => sink.url)], env, meterProvider)

    expect((await send()).ok).toBe(true)
    expect((await send()).ok).toBe(true)
    expect(sinks.flatMap(({ spans }) => spans)).toHaveLength(2 * SPANS)
    expect(lines).toEqual([expect.stringMatching(`E_EXPORT_UNREACHABLE ${url} .*`)])

    await meterProvider.forceFlush()
    const points = memory
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      .filter(({ descriptor }) => descriptor.name === 'otel.sdk.exporter.span.exported')
      .flatMap(({ dataPoints }) => dataPoints as DataPoint<number>[])
    const failed = points.filter(({ attributes }) => attributes['error.type'] !== undefined)
    expect(failed.map(({ attributes }) => attributes['server.port'])).toEqual([Number(new URL(url).port)])
    const taken = points.filter(({ attributes }) => attributes['error.type'] === undefined)
    expect(taken.reduce((sum, { value }) => sum + value, 0)).toBe(2 * SPANS)
  })
})

it('gives one that hangs no more than its part of the time limit', async () => {
  await using hanging = await startGrpcSink()
  await using sink = await startGrpcSink()
  hanging.answers = ['hang']
  const { send } = among([hanging.url, sink.url], { OTEL_EXPORTER_OTLP_TIMEOUT: '6000' })
  expect((await send()).ok).toBe(true)
  expect(sink.spans).toHaveLength(SPANS)
})

it('goes on when one has no memory and answers UNAVAILABLE', async () => {
  await using full = await startGrpcSink()
  await using sink = await startGrpcSink()
  full.answers = [{ code: status.UNAVAILABLE, details: 'data refused due to high memory usage' }]
  const { send, lines } = among([full.url, sink.url], {})
  expect((await send()).ok).toBe(true)
  expect(sink.spans).toHaveLength(SPANS)
  expect(lines).toEqual([expect.stringContaining('high memory usage')])
})
