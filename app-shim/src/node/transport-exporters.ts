import type { MeterProvider } from '@opentelemetry/api'
import {
  AggregationTemporalityPreference,
  OTLPMetricExporterBase,
} from '@opentelemetry/exporter-metrics-otlp-http'
import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
  type IExporterTransport,
  OTLPExporterBase,
} from '@opentelemetry/otlp-exporter-base'
import {
  type IExporterMetricsHelper,
  type ISerializer,
  MetricsExporterMetricsHelper,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
} from '@opentelemetry/otlp-transformer'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { ExporterOptions } from './exporter-options.ts'

/**
 * The trace exporter over a transport of ours: serializer, delegate and exporter are those of OpenTelemetry.
 *
 * @param meterProvider gets `otel.sdk.exporter.*`; without it there are none
 */
export function traceExporterOver(
  transport: IExporterTransport,
  options: ExporterOptions,
  meterProvider?: MeterProvider,
): SpanExporter {
  return new OTLPExporterBase(
    delegate(transport, options, ProtobufTraceSerializer, TraceExporterMetricsHelper, meterProvider),
  )
}

/** The metric exporter over a transport of ours. */
export function metricExporterOver(
  transport: IExporterTransport,
  options: ExporterOptions,
): PushMetricExporter {
  return new OTLPMetricExporterBase(
    delegate(transport, options, ProtobufMetricsSerializer, MetricsExporterMetricsHelper),
    { temporalityPreference: AggregationTemporalityPreference.CUMULATIVE },
  )
}

function delegate<Request, Response>(
  transport: IExporterTransport,
  { url, destination, timeoutMillis, concurrencyLimit }: ExporterOptions,
  serializer: ISerializer<Request, Response>,
  metricsHelper: IExporterMetricsHelper<Request>,
  meterProvider?: MeterProvider,
) {
  const { protocol, compression } = destination
  const metrics = new ExporterMetrics({
    componentType: `otlp_${protocol === 'grpc' ? 'grpc' : 'http'}_${metricsHelper.name}_exporter`,
    metricsHelper,
    url,
    meterProvider,
    responseAttributesFromError: () => ({}),
  })
  return createOtlpNetworkExportDelegate(
    { timeoutMillis, concurrencyLimit, compression },
    serializer,
    metrics,
    transport,
  )
}
