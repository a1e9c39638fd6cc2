import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { ExporterOptions } from './exporter-options.ts'
import { GRPC_METHOD, grpcTransport } from './grpc-transport.ts'
import { retryingTransport } from './retrying-transport.ts'
import { metricExporterOver, traceExporterOver } from './transport-exporters.ts'

/** OTLP/gRPC for traces, repeated until the time limit. */
export function grpcTraceExporter(options: ExporterOptions): SpanExporter {
  return traceExporterOver(retryingTransport(grpcTransport(options, GRPC_METHOD.traces)), options)
}

/** OTLP/gRPC for metrics, repeated until the time limit. */
export function grpcMetricExporter(options: ExporterOptions): PushMetricExporter {
  return metricExporterOver(retryingTransport(grpcTransport(options, GRPC_METHOD.metrics)), options)
}
