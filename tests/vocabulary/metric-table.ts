import type { MetricDefinition } from '../../app-shim/src/names.ts'
import type { Edges } from './catalogue.ts'
import { prometheusSeries } from './prometheus-name.ts'

/** The row of docs/metrics.md for a metric. */
export function metricRow(metric: MetricDefinition): string {
  const { name, kind, unit, labels, description } = metric
  const [series = ''] = prometheusSeries(metric)
  const shown = labels.map((label) => `\`${label}\``).join(', ')
  return `| \`${name}\` | \`${series.replace(/_bucket$/, '_*')}\` | ${kind} | ${unit || '0 or 1'} | ${shown} | ${description} |`
}

/** The row of docs/metrics.md for a label that has a list of values. */
export function valuesRow(label: string, values: readonly string[]): string {
  return `| \`${label}\` | ${values.map((value) => `\`${value}\``).join(', ')} |`
}

/** The row of docs/metrics.md for the edges of some histograms. */
export function edgesRow({ metrics, edges }: Edges): string {
  return `| ${metrics.map((name) => `\`${name}\``).join(', ')} | ${edges.join(', ')} |`
}
