import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A rule as rule files and the ruler have it: `alert` or `record`. */
export interface Rule {
  alert?: string
  record?: string
  expr: string
  for?: string
  keep_firing_for?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
}

/** Rules that are evaluated together. */
export interface RuleGroup {
  name: string
  interval?: string
  rules: Rule[]
}

/** What makes the links of an alert whole, as nobody knows them before the rules are deployed. */
export interface LinkBases {
  /** Grafana, without a slash at the end: for `dashboard`. */
  grafana?: string
  /** Where runbooks.md can be read: for `runbook_url`. */
  runbooks?: string
}

const RUNBOOKS = 'alerts/runbooks.md'

/** Every group of the rule files in `directory`, in the order of their names. */
export function readRuleGroups(directory: string, links: LinkBases = {}): RuleGroup[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.rules.yaml'))
  return files.sort().flatMap((name) => {
    const { groups } = parse(readFileSync(join(directory, name), 'utf8')) as { groups: RuleGroup[] }
    return groups.map((group) => ({ ...group, rules: group.rules.map((rule) => withLinks(rule, links)) }))
  })
}

/** One line per fact of a rule, so that two of them can be compared and their difference be read. */
export function ruleLines({ alert, record, expr, labels, annotations, ...rest }: Rule): string[] {
  const durations = Object.entries(rest)
    .filter(([, value]) => value && value !== '0s')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    alert ? `alert: ${alert}` : `record: ${record}`,
    `expr: ${expr.trim().replaceAll(/\s+/g, ' ')}`,
    ...durations.map(([key, value]) => `${key}: ${value}`),
    ...sortedLines('labels', labels),
    ...sortedLines('annotations', annotations),
  ]
}

function sortedLines(key: string, values: Record<string, string> = {}): string[] {
  const names = Object.keys(values).sort()
  return names.map((name) => `${key}.${name}: ${String(values[name]).trim()}`)
}

function withLinks(rule: Rule, { grafana, runbooks }: LinkBases): Rule {
  if (!rule.annotations) return rule
  const annotations = { ...rule.annotations }
  if (grafana && annotations.dashboard) annotations.dashboard = `${grafana}${annotations.dashboard}`
  if (runbooks && annotations.runbook_url) {
    annotations.runbook_url = annotations.runbook_url.replace(RUNBOOKS, () => runbooks)
  }
  return { ...rule, annotations }
}
