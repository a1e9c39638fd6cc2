import type { MeterProvider } from '@opentelemetry/api'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Destination } from '../destination.ts'
import type { Settings } from '../settings.ts'
import { exporterOptions } from './exporter-options.ts'
import { grpcMetricExporter, grpcTraceExporter } from './grpc-exporters.ts'
import { httpMetricExporter, httpTraceExporter } from './http-exporters.ts'
import { type HealthOf, severalMetricExporter, severalTraceExporter } from './several-exporters.ts'

type Limits = Pick<Settings, 'timeoutMillis' | 'batch'>

/** What is needed where there are several collectors; not used where there is one. */
export interface AmongSeveral {
  readonly healthOf: HealthOf
  /** `service.instance.id`: metrics of one process keep to one collector. */
  readonly instance: string
}

/**
 * The trace exporter for a destination. The address is explicit: no exporter reads it from the environment.
 *
 * @param meterProvider gets `otel.sdk.exporter.*` of each of several collectors
 */
export function createTraceExporter(
  destination: Destination,
  limits: Limits,
  { healthOf }: AmongSeveral,
  meterProvider: MeterProvider,
): SpanExporter {
  const options = destination.tracesUrls.map((url) => exporterOptions(destination, url, limits))
  const [only] = options
  if (only === undefined || options.length > 1) return severalTraceExporter(options, healthOf, meterProvider)
  return destination.protocol === 'grpc' ? grpcTraceExporter(only) : httpTraceExporter(only)
}

/** The metric exporter for a destination; cumulative, as Prometheus wants it. */
export function createMetricExporter(
  destination: Destination,
  limits: Limits,
  { healthOf, instance }: AmongSeveral,
): PushMetricExporter {
  const options = destination.metricsUrls.map((url) => exporterOptions(destination, url, limits))
  const [only] = options
  if (only === undefined || options.length > 1) return severalMetricExporter(options, healthOf, instance)
  return destination.protocol === 'grpc' ? grpcMetricExporter(only) : httpMetricExporter(only)
}
