import {
  ATTR,
  COLLECT_ATTR,
  COLLECT_METRIC,
  COLLECT_VALUES,
  DATABASE_CLIENT_METRIC,
  DURATION_BUCKETS_SECONDS,
  GC_BUCKETS_SECONDS,
  METRIC,
  type MetricDefinition,
  OTHER,
  RUNTIME_ATTR,
  RUNTIME_METRIC,
  RUNTIME_VALUES,
  SENTRY_ATTR,
  SENTRY_METRIC,
  SENTRY_VALUES,
  SPAN,
  SPAN_METRIC,
  VALUES,
} from '../../app-shim/src/names.ts'
import { jobsOf, OWN_METRICS, OWN_VALUES } from './own-metrics.ts'
import { prometheusLabel, prometheusSeries } from './prometheus-name.ts'

/** Labels of a series; the values they can have, or undefined where the values are open. */
export type Labels = ReadonlyMap<string, readonly string[] | undefined>

/** Series name to labels. */
export type Catalogue = ReadonlyMap<string, Labels>

/** On every series: job and instance are made by Prometheus, the rest is promoted (deploy/prometheus/prometheus.yaml). */
const RESOURCE_LABELS = [
  'job',
  'instance',
  'service_name',
  'service_version',
  'deployment_environment_name',
] as const

/** The bounded values of an attribute, by its key. */
export const ATTRIBUTE_VALUES: Readonly<Record<string, readonly string[]>> = {
  [ATTR.registrationStatus]: [...VALUES.registrationStatus, OTHER],
  [ATTR.paymentStatus]: [...VALUES.paymentStatus, OTHER],
  [ATTR.paymentCurrency]: [...VALUES.currency, OTHER],
  [ATTR.capacityRaceOutcome]: [...VALUES.capacityRaceOutcome, OTHER],
  [ATTR.databaseErrorKind]: VALUES.databaseErrorKind,
  [RUNTIME_ATTR.heapSpace]: [...RUNTIME_VALUES.heapSpace, OTHER],
  [RUNTIME_ATTR.gcType]: [...RUNTIME_VALUES.gcType, OTHER],
  [RUNTIME_ATTR.resourceType]: [...RUNTIME_VALUES.resourceType, OTHER],
  [RUNTIME_ATTR.cpuMode]: RUNTIME_VALUES.cpuMode,
  [RUNTIME_ATTR.connectionState]: RUNTIME_VALUES.connectionState,
  [RUNTIME_ATTR.nextCacheResult]: [...RUNTIME_VALUES.nextCacheResult, OTHER],
  [SENTRY_ATTR.outcome]: SENTRY_VALUES.outcome,
  [SENTRY_ATTR.origin]: SENTRY_VALUES.origin,
  [COLLECT_ATTR.storedStatus]: [...COLLECT_VALUES.storedStatus, OTHER],
  [COLLECT_ATTR.queue]: COLLECT_VALUES.queue,
  [COLLECT_ATTR.connectionState]: [...COLLECT_VALUES.connectionState, OTHER],
  [ATTR.httpStatus]: [...Array.from({ length: 500 }, (_, index) => String(index + 100)), OTHER],
}

/** Everything the app process and the collect-metrics job emit, by themselves or through a library. */
export const APP_METRICS: readonly MetricDefinition[] = [
  METRIC,
  RUNTIME_METRIC,
  DATABASE_CLIENT_METRIC,
  COLLECT_METRIC,
  SENTRY_METRIC,
].flatMap((metrics) => Object.values(metrics))

/** Upper edges of the buckets of some histograms, in seconds. */
export interface Edges {
  readonly metrics: readonly string[]
  readonly edges: readonly number[]
}

/** Those of the shim and of the span metrics first: they are also the ones of every histogram not named here. */
export const EDGES: readonly Edges[] = [
  {
    metrics: [
      METRIC.apiDuration.name,
      METRIC.registrationDuration.name,
      METRIC.paymentDuration.name,
      SPAN_METRIC.duration,
    ],
    edges: DURATION_BUCKETS_SECONDS,
  },
  { metrics: [RUNTIME_METRIC.gcDuration.name], edges: GC_BUCKETS_SECONDS },
  // The library's own.
  {
    metrics: [DATABASE_CLIENT_METRIC.operationDuration.name],
    edges: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  },
]

const edgesOf = (name: string) => EDGES.find(({ metrics }) => metrics.includes(name))?.edges

/** Everything that is emitted: by the shim, by the span metrics, by the collector and the SDK about themselves. */
export function emittedSeries(): Catalogue {
  const catalogue = new Map<string, Labels>()
  for (const metric of APP_METRICS) {
    const labels = metric.labels.map((key) => [prometheusLabel(key), ATTRIBUTE_VALUES[key]] as const)
    for (const series of prometheusSeries(metric)) add(series, labels, edgesOf(metric.name))
  }
  add(SPAN_METRIC.calls, SPAN_LABELS)
  for (const part of ['bucket', 'count', 'sum']) add(`${SPAN_METRIC.duration}_${part}`, SPAN_LABELS)
  add('target_info', TARGET_LABELS)
  for (const own of OWN_METRICS) {
    const labels = own.labels.map((label) => [label, OWN_VALUES[label] ?? STATUS_VALUES[label]] as const)
    add(own.series, [...labels, ['job', jobsOf(own)]])
  }
  return catalogue

  function add(
    series: string,
    own: readonly (readonly [string, readonly string[] | undefined])[],
    edges: readonly number[] = DURATION_BUCKETS_SECONDS,
  ): void {
    const labels = new Map<string, readonly string[] | undefined>(
      RESOURCE_LABELS.map((label) => [label, undefined]),
    )
    // What the SDK counts when a metric has more label sets than it may.
    labels.set('otel_metric_overflow', ['true'])
    for (const [label, values] of own) labels.set(label, values)
    if (series.endsWith('_bucket')) labels.set('le', spelledEdges(edges))
    catalogue.set(series, labels)
  }
}

/** The edges as pushed ("2") and as scraped ("2.0"). */
function spelledEdges(edges: readonly number[]): string[] {
  return [
    ...edges.flatMap((edge) => (Number.isInteger(edge) ? [String(edge), `${edge}.0`] : [String(edge)])),
    '+Inf',
  ]
}

/** Spans that rules and boards ask for by name: the shim's, and the one of the Postgres instrumentation. */
const SPAN_NAMES = [...Object.values(SPAN), 'pg-pool.connect']

/** A route of each sort that rules and boards tell apart, and the app has. */
const ROUTES = ['/', '/events/[id]', '/api/orders', '/api/health']

const STATUS_VALUES = { [prometheusLabel(ATTR.httpStatus)]: ATTRIBUTE_VALUES[ATTR.httpStatus] }

/** Dimensions of the span_metrics connector in collector-config.yaml, and its overflow mark. */
const SPAN_LABELS = [
  ['span_name', SPAN_NAMES],
  [
    'span_kind',
    ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED'].map(
      (kind) => `SPAN_KIND_${kind}`,
    ),
  ],
  ['status_code', ['UNSET', 'OK', 'ERROR'].map((code) => `STATUS_CODE_${code}`)],
  [prometheusLabel(ATTR.httpMethod), undefined],
  [prometheusLabel(ATTR.httpRoute), ROUTES],
  [prometheusLabel(ATTR.httpStatus), ATTRIBUTE_VALUES[ATTR.httpStatus]],
  ['otel_metric_overflow', ['true']],
] as const

/** The rest of the resource, which Prometheus keeps on `target_info`. */
const TARGET_LABELS = [
  ['telemetry_sdk_language', ['nodejs']],
  ['process_runtime_name', ['nodejs']],
  ['process_runtime_version', undefined],
] as const
