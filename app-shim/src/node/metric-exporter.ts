import { OTLPMetricExporter as GrpcMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as HttpMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { Destination } from '../destination.ts'
import { grpcOptions, httpOptions } from './exporter-options.ts'

/** Prometheus wants running totals. */
const temporalityPreference = AggregationTemporalityPreference.CUMULATIVE

/** The OTLP metric exporter for a destination; cumulative. */
export function createMetricExporter(destination: Destination, timeoutMillis: number): PushMetricExporter {
  const { metricsUrl } = destination
  return destination.protocol === 'grpc'
    ? new GrpcMetricExporter({
        ...grpcOptions(destination, metricsUrl, timeoutMillis),
        temporalityPreference,
      })
    : new HttpMetricExporter({
        ...httpOptions(destination, metricsUrl, timeoutMillis),
        temporalityPreference,
      })
}
