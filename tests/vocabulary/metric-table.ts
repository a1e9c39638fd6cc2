import type { MetricDefinition } from '../../app-shim/src/names.ts'
import { prometheusSeries } from './prometheus-name.ts'

/** The row of docs/metrics.md for a metric. */
export function metricRow(metric: MetricDefinition): string {
  const { name, kind, unit, labels, description } = metric
  const [series = ''] = prometheusSeries(metric)
  const shown = labels.map((label) => `\`${label}\``).join(', ')
  return `| \`${name}\` | \`${series.replace(/_bucket$/, '_*')}\` | ${kind} | ${unit || '0 or 1'} | ${shown} | ${description} |`
}
