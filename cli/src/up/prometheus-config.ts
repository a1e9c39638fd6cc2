import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'

const SHIPPED = join(ROOT, 'deploy', 'prometheus', 'prometheus.yaml')
const RULES = '../../alerts/*.rules.yaml'
const ALERTMANAGER = '[alertmanager:9093]'

/**
 * The shipped Prometheus configuration for this machine. Only its two addresses differ: where the rules are, as its
 * copy lies elsewhere, and where Alertmanager listens.
 *
 * @param alertmanager host and port
 */
export function localPrometheusConfig(alertmanager: string): string {
  const rules = JSON.stringify(join(ROOT, 'alerts', '*.rules.yaml'))
  return replaceOnce(
    replaceOnce(readFileSync(SHIPPED, 'utf8'), RULES, rules),
    ALERTMANAGER,
    `['${alertmanager}']`,
  )
}

/** Flags of Prometheus besides where it stores and listens; docker-compose.yml has the same. */
export const PROMETHEUS_FLAGS = [
  '--web.enable-otlp-receiver',
  '--enable-feature=exemplar-storage,created-timestamp-zero-ingestion',
]

function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`${SHIPPED} must say ${from} exactly once.`)
  return text.replace(from, () => to)
}
