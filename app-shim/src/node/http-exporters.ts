import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { deadlineAgent } from './deadline-agent.ts'
import type { ExporterOptions } from './exporter-options.ts'

/** OTLP/HTTP with protobuf for traces. */
export function httpTraceExporter(options: ExporterOptions): SpanExporter {
  return new OTLPTraceExporter(configuration(options))
}

/** OTLP/HTTP with protobuf for metrics. */
export function httpMetricExporter(options: ExporterOptions): PushMetricExporter {
  const temporalityPreference = AggregationTemporalityPreference.CUMULATIVE
  return new OTLPMetricExporter({ ...configuration(options), temporalityPreference })
}

function configuration({ url, destination, timeoutMillis, concurrencyLimit, certificate }: ExporterOptions) {
  return {
    url,
    headers: { ...destination.headers },
    timeoutMillis,
    concurrencyLimit,
    compression: destination.compression === 'gzip' ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
    httpAgentOptions: (protocol: string) => deadlineAgent(protocol, timeoutMillis, certificate),
  }
}
