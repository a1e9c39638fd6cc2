import { OTLPTraceExporter as GrpcTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as HttpTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Destination } from '../destination.ts'
import { grpcOptions, httpOptions } from './exporter-options.ts'

/** The OTLP trace exporter for a destination. The address is always explicit: no exporter reads it from the environment. */
export function createTraceExporter(destination: Destination, timeoutMillis: number): SpanExporter {
  return destination.protocol === 'grpc'
    ? new GrpcTraceExporter(grpcOptions(destination, destination.tracesUrl, timeoutMillis))
    : new HttpTraceExporter(httpOptions(destination, destination.tracesUrl, timeoutMillis))
}
