import type { MeterProvider } from '@opentelemetry/api'
import type { IExporterTransport } from '@opentelemetry/otlp-exporter-base'
import { emptyResource } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import { CollectorHealth, type HealthOptions } from './collector-health.ts'
import type { ExporterOptions } from './exporter-options.ts'
import { GRPC_METHOD, grpcTransport } from './grpc-transport.ts'
import { httpTransport } from './http-transport.ts'
import { type CollectorLane, SeveralCollectors } from './several-collectors.ts'
import { metricExporterOver, traceExporterOver } from './transport-exporters.ts'

/** The health of the collector of a URL: one for traces and metrics, so that each change is said once. */
export type HealthOf = (url: string) => CollectorHealth

/** Makes the health of each collector when it is first asked for. */
export function collectorHealths(out: HealthOptions['out']): HealthOf {
  const known = new Map<string, CollectorHealth>()
  return (url) => {
    const { origin } = new URL(url)
    const health = known.get(origin) ?? new CollectorHealth({ origin, out })
    known.set(origin, health)
    return health
  }
}

/** Traces for several collectors: each goes to the one that its id chooses. */
export function severalTraceExporter(
  options: readonly ExporterOptions[],
  healthOf: HealthOf,
  meterProvider: MeterProvider,
): SpanExporter {
  return new SeveralCollectors<ReadableSpan[]>({
    lanes: lanesOf(options, healthOf, (one) =>
      traceExporterOver(oneTry(one, GRPC_METHOD.traces), one, meterProvider),
    ),
    timeoutMillis: timeLimit(options),
    empty: [],
    split: byTrace,
  })
}

/** Metrics for several collectors: all of this process to the one that its instance id chooses. */
export function severalMetricExporter(
  options: readonly ExporterOptions[],
  healthOf: HealthOf,
  instance: string,
): PushMetricExporter {
  const several = new SeveralCollectors<ResourceMetrics>({
    lanes: lanesOf(options, healthOf, (one) => metricExporterOver(oneTry(one, GRPC_METHOD.metrics), one)),
    timeoutMillis: timeLimit(options),
    empty: { resource: emptyResource(), scopeMetrics: [] },
    split: (metrics, collectorOf) => new Map([[collectorOf(instance), metrics]]),
  })
  return Object.assign(several, { selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE })
}

function byTrace(
  spans: readonly ReadableSpan[],
  collectorOf: (key: string) => number,
): Map<number, ReadableSpan[]> {
  const shares = new Map<number, ReadableSpan[]>()
  for (const span of spans) {
    const index = collectorOf(span.spanContext().traceId)
    const share = shares.get(index)
    if (share === undefined) shares.set(index, [span])
    else share.push(span)
  }
  return shares
}

function lanesOf<Data>(
  all: readonly ExporterOptions[],
  healthOf: HealthOf,
  exporterOf: (options: ExporterOptions) => CollectorLane<Data>['exporter'],
): CollectorLane<Data>[] {
  const names = collectorNames(all.map(({ url }) => url))
  return all.map((one, index) => {
    const exporter = exporterOf({
      ...one,
      // Every collector can be tried within the time limit, and may have to take what all others should.
      timeoutMillis: Math.ceil(one.timeoutMillis / all.length),
      concurrencyLimit: one.concurrencyLimit * all.length,
    })
    return { name: names[index] ?? one.url, health: healthOf(one.url), exporter }
  })
}

/** Host names, so that apps of either protocol make the same choice; with the port where two share a host. */
function collectorNames(urls: readonly string[]): readonly string[] {
  const hosts = urls.map((url) => new URL(url).hostname)
  return new Set(hosts).size === urls.length ? hosts : urls
}

function timeLimit([first]: readonly ExporterOptions[]): number {
  return first?.timeoutMillis ?? 0
}

function oneTry(options: ExporterOptions, method: string): IExporterTransport {
  const { destination, url, timeoutMillis, certificate } = options
  if (destination.protocol === 'grpc') return grpcTransport(options, method, { reconnectAtOnce: true })
  return httpTransport(
    { url, headers: destination.headers, timeoutMillis, certificate },
    destination.compression,
  )
}
