import type { MetricDefinition } from '../../app-shim/src/names.ts'

/** UCUM units of OpenTelemetry and the words Prometheus appends for them. */
const UNIT_WORDS: Record<string, string> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  By: 'bytes',
}

/** A metric as OTLP carries it. */
export type OtlpMetric = Pick<MetricDefinition, 'name' | 'kind' | 'unit'>

/**
 * The name under which Prometheus stores an OTLP metric, by its default translation
 * (UnderscoreEscapingWithSuffixes): other characters become `_`, the unit and, for counters, `total` are appended.
 * A unit in braces is an annotation and adds nothing.
 *
 * @example prometheusName({ name: 'ticketcap.payment.duration', kind: 'histogram', unit: 's' }) // ticketcap_payment_duration_seconds
 */
export function prometheusName({ name, kind, unit }: OtlpMetric): string {
  const words = name.split(/[^a-zA-Z0-9]+/).filter(Boolean)
  const unitWord = unit === '1' && kind === 'gauge' ? 'ratio' : unitWordOf(unit)
  const total = kind === 'counter'
  const plain = words.filter((word) => word !== unitWord && !(total && word === 'total'))
  return [...plain, ...(unitWord ? [unitWord] : []), ...(total ? ['total'] : [])].join('_')
}

/** The series names of an OTLP metric: one, or the three of a histogram. */
export function prometheusSeries(metric: OtlpMetric): string[] {
  const name = prometheusName(metric)
  return metric.kind === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name]
}

/**
 * The label under which Prometheus stores an OTLP attribute.
 *
 * @example prometheusLabel('http.response.status_code') // http_response_status_code
 */
export function prometheusLabel(attribute: string): string {
  return attribute.replaceAll(/[^a-zA-Z0-9_]/g, '_')
}

function unitWordOf(unit: string): string | undefined {
  if (unit === '' || /^\{.*\}$/.test(unit)) return undefined
  const word = UNIT_WORDS[unit]
  if (word === undefined) {
    throw new Error(`No Prometheus word is known for the unit "${unit}". Add it to prometheus-name.ts.`)
  }
  return word
}
