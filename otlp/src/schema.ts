import protobuf from 'protobufjs/light.js'
import schema from './schema.json' with { type: 'json' }

const root = protobuf.Root.fromJSON(schema as protobuf.INamespace)
root.resolveAll()

/** The reflected request types, one a signal. */
export const REQUEST = {
  traces: root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest'),
  metrics: root.lookupType('opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest'),
  logs: root.lookupType('opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest'),
} as const

/** A telemetry kind with its own OTLP request type. */
export type Signal = keyof typeof REQUEST

const ID_BYTES: Readonly<Record<string, number>> = { traceId: 16, spanId: 8, parentSpanId: 8 }

/** Length in bytes when the field is a trace or span id (hex in OTLP/JSON), otherwise undefined. */
export function idLength(field: protobuf.Field): number | undefined {
  return field.type === 'bytes' ? ID_BYTES[field.name] : undefined
}

/** True for the four integer types that do not fit a double. */
export function isInteger64(field: protobuf.Field): boolean {
  return /^(s?fixed|[su]?int)64$/.test(field.type)
}

/** True when the absence of the field is information: a member of a oneof or an `optional` scalar. */
export function tracksPresence(field: protobuf.Field): boolean {
  return field.partOf != null
}
