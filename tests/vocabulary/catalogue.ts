import {
  ATTR,
  DURATION_BUCKETS_SECONDS,
  METRIC,
  OTHER,
  SPAN_METRIC,
  VALUES,
} from '../../app-shim/src/names.ts'
import { OWN_METRICS } from './own-metrics.ts'
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
  [ATTR.httpStatus]: Array.from({ length: 500 }, (_, index) => String(index + 100)),
}

/** The edges as pushed ("2") and as scraped ("2.0"). */
const LE = [...DURATION_BUCKETS_SECONDS.flatMap((edge) => [String(edge), edge.toFixed(1)]), '+Inf']

/** Everything that is emitted: by the shim, by the span metrics, by the collector and the SDK about themselves. */
export function emittedSeries(): Catalogue {
  const catalogue = new Map<string, Labels>()
  for (const metric of Object.values(METRIC)) {
    const labels = metric.labels.map((key) => [prometheusLabel(key), ATTRIBUTE_VALUES[key]] as const)
    for (const series of prometheusSeries(metric)) add(series, labels)
  }
  add(SPAN_METRIC.calls, SPAN_LABELS)
  for (const part of ['bucket', 'count', 'sum']) add(`${SPAN_METRIC.duration}_${part}`, SPAN_LABELS)
  add('target_info', TARGET_LABELS)
  for (const { series, labels } of OWN_METRICS)
    add(
      series,
      labels.map((label) => [label, undefined] as const),
    )
  return catalogue

  function add(series: string, own: readonly (readonly [string, readonly string[] | undefined])[]): void {
    const labels = new Map<string, readonly string[] | undefined>(
      RESOURCE_LABELS.map((label) => [label, undefined]),
    )
    for (const [label, values] of own) labels.set(label, values)
    if (series.endsWith('_bucket')) labels.set('le', LE)
    catalogue.set(series, labels)
  }
}

/** Dimensions of the span_metrics connector in collector-config.yaml, and its overflow mark. */
const SPAN_LABELS = [
  ['span_name', undefined],
  [
    'span_kind',
    ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED'].map(
      (kind) => `SPAN_KIND_${kind}`,
    ),
  ],
  ['status_code', ['UNSET', 'OK', 'ERROR'].map((code) => `STATUS_CODE_${code}`)],
  [prometheusLabel(ATTR.httpMethod), undefined],
  [prometheusLabel(ATTR.httpRoute), undefined],
  [prometheusLabel(ATTR.httpStatus), ATTRIBUTE_VALUES[ATTR.httpStatus]],
  ['otel_metric_overflow', ['true']],
] as const

/** The rest of the resource, which Prometheus keeps on `target_info`. */
const TARGET_LABELS = [
  ['telemetry_sdk_language', ['nodejs']],
  ['process_runtime_name', ['nodejs']],
  ['process_runtime_version', undefined],
] as const
