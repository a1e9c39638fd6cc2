import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Destination } from '../destination.ts'
import type { Settings } from '../settings.ts'
import { exporterOptions } from './exporter-options.ts'
import { grpcMetricExporter, grpcTraceExporter } from './grpc-exporters.ts'
import { httpMetricExporter, httpTraceExporter } from './http-exporters.ts'

type Limits = Pick<Settings, 'timeoutMillis' | 'batch'>

/** The trace exporter for a destination. The address is explicit: no exporter reads it from the environment. */
export function createTraceExporter(destination: Destination, limits: Limits): SpanExporter {
  const options = exporterOptions(destination, 'traces', limits)
  return destination.protocol === 'grpc' ? grpcTraceExporter(options) : httpTraceExporter(options)
}

/** The metric exporter for a destination; cumulative, as Prometheus wants it. */
export function createMetricExporter(destination: Destination, limits: Limits): PushMetricExporter {
  const options = exporterOptions(destination, 'metrics', limits)
  return destination.protocol === 'grpc' ? grpcMetricExporter(options) : httpMetricExporter(options)
}
