/**
 * OTLP messages (opentelemetry-proto v1.10.0) as they come out of `decodeTraces`, `decodeMetrics` and `decodeLogs`.
 * Ids are lower-case hex, 64-bit integers bigint, times in nanoseconds since the Unix epoch.
 */

/** One attribute value; exactly one member is set, none means "empty". */
export interface AnyValue {
  stringValue?: string
  boolValue?: boolean
  intValue?: bigint
  doubleValue?: number
  arrayValue?: { values: AnyValue[] }
  kvlistValue?: { values: KeyValue[] }
  bytesValue?: Uint8Array
}

export interface KeyValue {
  key: string
  value?: AnyValue
}

export interface Resource {
  attributes: KeyValue[]
  droppedAttributesCount: number
}

export interface InstrumentationScope {
  name: string
  version: string
  attributes: KeyValue[]
  droppedAttributesCount: number
}

export interface TracesRequest {
  resourceSpans: ResourceSpans[]
}

export interface ResourceSpans {
  resource?: Resource
  scopeSpans: ScopeSpans[]
  schemaUrl: string
}

export interface ScopeSpans {
  scope?: InstrumentationScope
  spans: Span[]
  schemaUrl: string
}

export interface Span {
  traceId: string
  spanId: string
  traceState: string
  /** Empty for a root span. */
  parentSpanId: string
  flags: number
  name: string
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  startTimeUnixNano: bigint
  endTimeUnixNano: bigint
  attributes: KeyValue[]
  droppedAttributesCount: number
  events: SpanEvent[]
  droppedEventsCount: number
  links: SpanLink[]
  droppedLinksCount: number
  status?: SpanStatus
}

export interface SpanEvent {
  timeUnixNano: bigint
  name: string
  attributes: KeyValue[]
  droppedAttributesCount: number
}

export interface SpanLink {
  traceId: string
  spanId: string
  traceState: string
  attributes: KeyValue[]
  droppedAttributesCount: number
  flags: number
}

export interface SpanStatus {
  message: string
  /** 0 unset, 1 ok, 2 error. */
  code: number
}

export interface MetricsRequest {
  resourceMetrics: ResourceMetrics[]
}

export interface ResourceMetrics {
  resource?: Resource
  scopeMetrics: ScopeMetrics[]
  schemaUrl: string
}

export interface ScopeMetrics {
  scope?: InstrumentationScope
  metrics: Metric[]
  schemaUrl: string
}

/** A metric; exactly one of the five data members is set. */
export interface Metric {
  name: string
  description: string
  unit: string
  metadata: KeyValue[]
  gauge?: { dataPoints: NumberDataPoint[] }
  sum?: { dataPoints: NumberDataPoint[]; aggregationTemporality: number; isMonotonic: boolean }
  histogram?: { dataPoints: HistogramDataPoint[]; aggregationTemporality: number }
  exponentialHistogram?: { dataPoints: ExponentialHistogramDataPoint[]; aggregationTemporality: number }
  summary?: { dataPoints: SummaryDataPoint[] }
}

interface DataPoint {
  attributes: KeyValue[]
  startTimeUnixNano: bigint
  timeUnixNano: bigint
  flags: number
}

export interface NumberDataPoint extends DataPoint {
  asDouble?: number
  asInt?: bigint
  exemplars: Exemplar[]
}

export interface HistogramDataPoint extends DataPoint {
  count: bigint
  sum?: number
  bucketCounts: bigint[]
  explicitBounds: number[]
  exemplars: Exemplar[]
  min?: number
  max?: number
}

export interface ExponentialHistogramDataPoint extends DataPoint {
  count: bigint
  sum?: number
  scale: number
  zeroCount: bigint
  positive?: { offset: number; bucketCounts: bigint[] }
  negative?: { offset: number; bucketCounts: bigint[] }
  exemplars: Exemplar[]
  min?: number
  max?: number
  zeroThreshold: number
}

export interface SummaryDataPoint extends DataPoint {
  count: bigint
  sum: number
  quantileValues: { quantile: number; value: number }[]
}

export interface Exemplar {
  filteredAttributes: KeyValue[]
  timeUnixNano: bigint
  asDouble?: number
  asInt?: bigint
  spanId: string
  traceId: string
}

export interface LogsRequest {
  resourceLogs: ResourceLogs[]
}

export interface ResourceLogs {
  resource?: Resource
  scopeLogs: ScopeLogs[]
  schemaUrl: string
}

export interface ScopeLogs {
  scope?: InstrumentationScope
  logRecords: LogRecord[]
  schemaUrl: string
}

export interface LogRecord {
  timeUnixNano: bigint
  observedTimeUnixNano: bigint
  severityNumber: number
  severityText: string
  body?: AnyValue
  attributes: KeyValue[]
  droppedAttributesCount: number
  flags: number
  traceId: string
  spanId: string
  eventName: string
}

/** The request type of each signal. */
export interface RequestOf {
  traces: TracesRequest
  metrics: MetricsRequest
  logs: LogsRequest
}

/** What an encoder takes: every field optional, a 64-bit integer also as a number or a decimal string. */
export type Input<T> = T extends bigint
  ? bigint | number | string
  : T extends Uint8Array
    ? Uint8Array
    : T extends (infer Item)[]
      ? Input<Item>[]
      : T extends object
        ? { [Key in keyof T]?: Input<T[Key]> }
        : T
