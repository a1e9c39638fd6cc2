import { attributesToRecord, type PlainValue } from './attributes.ts'
import { type FlatScope, flatScope } from './flat-spans.ts'
import type { Exemplar, Metric, MetricsRequest } from './messages.ts'

type Attributes = Record<string, PlainValue>

/** Which of the five data members a metric carries. */
export type MetricKind = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary'

/** One data point with its metric, resource and scope beside it. */
export interface FlatDataPoint {
  metric: string
  unit: string
  description: string
  kind: MetricKind
  temporality: 'UNSPECIFIED' | 'DELTA' | 'CUMULATIVE'
  /** Set for sums only. */
  isMonotonic?: boolean
  attributes: Attributes
  startTimeUnixNano: bigint
  timeUnixNano: bigint
  /** Gauge and sum: the value. Histograms and summaries: undefined. */
  value?: number
  /** Histograms and summaries: number of observations. */
  count?: number
  sum?: number
  /** Explicit-bucket histograms: count per bucket, one more than `bounds`. */
  bucketCounts?: number[]
  bounds?: number[]
  exemplars: {
    traceId: string
    spanId: string
    value: number
    timeUnixNano: bigint
    attributes: Attributes
  }[]
  resource: Attributes
  scope: FlatScope
}

const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'] as const
const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const

/** Lists every data point of a request in wire order. */
export function flattenMetrics(request: MetricsRequest): FlatDataPoint[] {
  return request.resourceMetrics.flatMap((resourceMetrics) => {
    const resource = attributesToRecord(resourceMetrics.resource?.attributes)
    return resourceMetrics.scopeMetrics.flatMap(({ scope, metrics }) => {
      const flat = flatScope(scope)
      return metrics.flatMap((metric) => points(metric, resource, flat))
    })
  })
}

/** A data point of any kind: the union read field by field. */
interface AnyPoint {
  attributes: Metric['metadata']
  startTimeUnixNano: bigint
  timeUnixNano: bigint
  asDouble?: number
  asInt?: bigint
  count?: bigint
  sum?: number
  bucketCounts?: bigint[]
  explicitBounds?: number[]
  exemplars?: Exemplar[]
}

function points(metric: Metric, resource: Attributes, scope: FlatScope): FlatDataPoint[] {
  const kind = KINDS.find((candidate) => metric[candidate] !== undefined)
  const data =
    kind && (metric[kind] as { dataPoints: AnyPoint[]; aggregationTemporality?: number } | undefined)
  if (!kind || !data) return []
  return data.dataPoints.map((point) => ({
    metric: metric.name,
    unit: metric.unit,
    description: metric.description,
    kind,
    temporality: TEMPORALITIES[data.aggregationTemporality ?? 0] ?? 'UNSPECIFIED',
    isMonotonic: metric.sum?.isMonotonic,
    attributes: attributesToRecord(point.attributes),
    startTimeUnixNano: point.startTimeUnixNano,
    timeUnixNano: point.timeUnixNano,
    value: kind === 'gauge' || kind === 'sum' ? numberOf(point) : undefined,
    count: point.count === undefined ? undefined : Number(point.count),
    sum: point.sum,
    bucketCounts: kind === 'histogram' ? point.bucketCounts?.map(Number) : undefined,
    bounds: point.explicitBounds,
    exemplars: (point.exemplars ?? []).map(flatExemplar),
    resource,
    scope,
  }))
}

function flatExemplar(exemplar: Exemplar): FlatDataPoint['exemplars'][number] {
  return {
    traceId: exemplar.traceId,
    spanId: exemplar.spanId,
    value: numberOf(exemplar),
    timeUnixNano: exemplar.timeUnixNano,
    attributes: attributesToRecord(exemplar.filteredAttributes),
  }
}

function numberOf({ asDouble, asInt }: { asDouble?: number; asInt?: bigint }): number {
  return asDouble ?? Number(asInt ?? 0n)
}
