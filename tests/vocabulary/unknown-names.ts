import { ATTR, BROWSER_ERROR_SPAN, METRIC, SENTRY_ATTR, SPAN } from '../../app-shim/src/names.ts'
import { ATTRIBUTE_VALUES, type Catalogue, type Labels } from './catalogue.ts'
import { type Matcher, type PromqlNames, readPromql } from './promql.ts'
import type { Rule } from './rule-files.ts'
import { readTraceql } from './traceql.ts'

/** Span attributes that the `semconv` step of the collector writes, beside those of the shim. */
export const NORMALISED_ATTRIBUTES = ['db.system.name', 'db.namespace', 'server.address', 'url.path'] as const

/** Adds what the recording rules make, in order, to what is emitted. */
export function withRecordings(emitted: Catalogue, rules: readonly Rule[]): Catalogue {
  const catalogue = new Map(emitted)
  for (const { record, expr } of rules) {
    if (record) catalogue.set(record, resultLabels(readPromql(expr), catalogue))
  }
  return catalogue
}

/** Adds the series that Prometheus makes of the alerts themselves. */
export function withAlerts(emitted: Catalogue, rules: readonly Rule[]): Catalogue {
  const alerts = rules.filter(({ alert }) => alert !== undefined)
  const labels = new Map<string, readonly string[] | undefined>([
    ...alerts.flatMap(({ expr, labels }) => [
      ...[...resultLabels(readPromql(expr), emitted).keys()].map((label) => [label, undefined] as const),
      ...Object.keys(labels).map((label) => [label, undefined] as const),
    ]),
    ['alertname', alerts.map(({ alert }) => alert as string)],
    ['alertstate', ['pending', 'firing']],
  ])
  return new Map([...emitted, ['ALERTS', labels], ['ALERTS_FOR_STATE', labels]])
}

/** What is wrong with the names in a PromQL expression, one sentence each. */
export function unknownInPromql(expr: string, catalogue: Catalogue): string[] {
  const names = readPromql(expr)
  const problems: string[] = []
  for (const selector of names.selectors) {
    const labels = labelsOf(selector, catalogue)
    const name = selector.pattern ?? selector.metric
    if (labels === undefined) {
      problems.push(`Nobody emits the metric "${name}".`)
      continue
    }
    for (const matcher of selector.matchers) problems.push(...unknownInMatcher(name, matcher, labels))
  }
  const all = selectedLabels(names, catalogue)
  const made = names.replacements.map((replacement) => replacement.made)
  const read = names.replacements.map(({ from }) => from).filter((label) => label !== '')
  for (const label of [...names.grouping.filter((each) => !made.includes(each)), ...read]) {
    if (all.size > 0 && !all.has(label))
      problems.push(`No metric of the expression has the label "${label}".`)
  }
  return problems
}

/** Labels used by the templates of an alert that its result does not have. */
export function unknownInTemplates({ expr, labels, annotations }: Rule, catalogue: Catalogue): string[] {
  const known = new Set([...resultLabels(readPromql(expr), catalogue).keys(), ...Object.keys(labels)])
  const used = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(
    ([, label]) => label as string,
  )
  return [...new Set(used)]
    .filter((label) => !known.has(label))
    .map((label) => `The alert has no label "${label}".`)
}

/** Labels that are shown of a result that does not have them, one sentence each. */
export function unknownResultLabels(expr: string, shown: readonly string[], catalogue: Catalogue): string[] {
  const known = resultLabels(readPromql(expr), catalogue)
  return shown.filter((label) => !known.has(label)).map((label) => `The result has no label "${label}".`)
}

/** What is wrong with the names in a TraceQL query, one sentence each. */
export function unknownInTraceql(query: string): string[] {
  const { attributes, intrinsics } = readTraceql(query)
  const known = new Set<string>([
    ...Object.values(ATTR),
    ...Object.values(SENTRY_ATTR),
    ...NORMALISED_ATTRIBUTES,
  ])
  const spans = new Set<string>([...Object.values(SPAN), BROWSER_ERROR_SPAN])
  const events = new Set<string>(Object.values(METRIC).map(({ name }) => name))
  return [
    ...attributes.flatMap(({ scope, name, value }) => {
      if (!known.has(name)) return [`Nobody writes the attribute "${scope}.${name}".`]
      return unknownValue(`${scope}.${name}`, value, ATTRIBUTE_VALUES[name])
    }),
    ...intrinsics.flatMap(({ name, value }) => {
      if (name === 'name' && value && !spans.has(value)) return [`Nobody names a span "${value}".`]
      if (name === 'event:name' && value && !events.has(value))
        return [`Nobody names a span event "${value}".`]
      return []
    }),
  ]
}

function unknownInMatcher(metric: string, { label, value }: Matcher, labels: Labels): string[] {
  if (!labels.has(label)) return [`The metric "${metric}" has no label "${label}".`]
  return unknownValue(label, value, labels.get(label))
}

/** A value, or a pattern, that none of the known values can be: most likely misspelt, whichever the operator. */
function unknownValue(
  subject: string,
  value: string | undefined,
  known: readonly string[] | undefined,
): string[] {
  if (value === undefined || value === '' || known === undefined) return []
  return value.split('|').flatMap((alternative) => {
    // A pattern that also takes a series without the label.
    if (alternative === '') return []
    const pattern = new RegExp(`^(?:${alternative})$`)
    if (known.some((candidate) => candidate === alternative || pattern.test(candidate))) return []
    const shown = known.length > 20 ? '' : ` Known: ${known.join(', ')}.`
    return [`"${subject}" is never "${alternative}".${shown}`]
  })
}

/** Labels of what a selector selects; undefined when there is no such metric. */
function labelsOf({ metric, pattern }: PromqlNames['selectors'][number], catalogue: Catalogue) {
  if (pattern === undefined) return catalogue.get(metric)
  const matching = [...catalogue].filter(([name]) => new RegExp(`^(?:${pattern})$`).test(name))
  return matching.length > 0 ? new Map(matching.flatMap(([, labels]) => [...labels])) : undefined
}

function selectedLabels({ selectors }: PromqlNames, catalogue: Catalogue): Labels {
  return new Map(selectors.flatMap((selector) => [...(labelsOf(selector, catalogue) ?? [])]))
}

function resultLabels(names: PromqlNames, catalogue: Catalogue): Labels {
  const all = selectedLabels(names, catalogue)
  return names.result ? new Map(names.result.map((label) => [label, all.get(label)])) : all
}
