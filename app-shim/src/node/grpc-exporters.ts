import {
  AggregationTemporalityPreference,
  OTLPMetricExporterBase,
} from '@opentelemetry/exporter-metrics-otlp-http'
import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
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
import { grpcTransport } from './grpc-transport.ts'
import { retryingTransport } from './retrying-transport.ts'

/** OTLP/gRPC for traces: serializer, delegate and exporter of OpenTelemetry around a transport of ours. */
export function grpcTraceExporter(options: ExporterOptions): SpanExporter {
  const method = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
  return new OTLPExporterBase(delegate(options, method, ProtobufTraceSerializer, TraceExporterMetricsHelper))
}

/** OTLP/gRPC for metrics. */
export function grpcMetricExporter(options: ExporterOptions): PushMetricExporter {
  const method = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export'
  return new OTLPMetricExporterBase(
    delegate(options, method, ProtobufMetricsSerializer, MetricsExporterMetricsHelper),
    { temporalityPreference: AggregationTemporalityPreference.CUMULATIVE },
  )
}

function delegate<Request, Response>(
  { url, destination, timeoutMillis, concurrencyLimit, certificate }: ExporterOptions,
  method: string,
  serializer: ISerializer<Request, Response>,
  metricsHelper: IExporterMetricsHelper<Request>,
) {
  const { headers, compression } = destination
  const transport = retryingTransport(grpcTransport({ url, headers, compression, certificate, method }))
  const metrics = new ExporterMetrics({
    componentType: `otlp_grpc_${metricsHelper.name}_exporter`,
    metricsHelper,
    url,
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  })
  return createOtlpNetworkExportDelegate(
    { timeoutMillis, concurrencyLimit, compression },
    serializer,
    metrics,
    transport,
  )
}
