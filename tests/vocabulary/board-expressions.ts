import { type BoardFile, boardNames, readBoard } from '../../dashboards/reading/board-file.ts'
import { interpolate } from '../../dashboards/reading/interpolate.ts'
import { legendLabels } from '../../dashboards/reading/legend.ts'

/** A query of a board, with its variables filled in. */
export interface BoardExpression {
  /** Where it stands: `overview › Requests › A`. */
  readonly title: string
  readonly language: 'promql' | 'traceql'
  readonly text: string
  /** Labels that the legend shows. */
  readonly legend: readonly string[]
  /** Labels that a variable asks for. */
  readonly asked: readonly string[]
}

const SPAN = { rangeSeconds: 3600, stepSeconds: 15, scrapeSeconds: 15 }
const LABEL_VALUES = /^label_values\((.*),\s*(\w+)\)$/s

/** Every query that the committed boards make: of panels, variables, annotations and links to the trace store. */
export function boardExpressions(): BoardExpression[] {
  return boardNames().flatMap((name) => expressionsOf(name, readBoard(name)))
}

/** Every query of one board. */
function expressionsOf(name: string, board: BoardFile): BoardExpression[] {
  const variables = board.templating.list
  const fill = (text: string) => interpolate(text, variables, {}, SPAN)
  const found: BoardExpression[] = []
  const add = (place: string, language: 'promql' | 'traceql', text: string, more = {}) =>
    found.push({ title: `${name} › ${place}`, language, text: fill(text), legend: [], asked: [], ...more })
  for (const { title, targets = [], fieldConfig } of board.panels) {
    for (const { refId, expr, query, legendFormat = '' } of targets) {
      if (expr) add(`${title} › ${refId}`, 'promql', expr, { legend: legendLabels(legendFormat) })
      if (query) add(`${title} › ${refId}`, 'traceql', query)
    }
    for (const url of urlsIn(fieldConfig)) {
      for (const query of traceqlOf(url)) add(`${title} › link`, 'traceql', query)
    }
  }
  for (const { name: variable, definition } of variables) {
    const [, series, label] = LABEL_VALUES.exec(definition ?? '') ?? []
    if (series && label) add(`$${variable}`, 'promql', series, { asked: [label] })
    else if (definition) throw new Error(`${name}: $${variable} is "${definition}", which no test reads.`)
  }
  const { annotations } = board as { annotations?: { list: { name: string; expr?: string }[] } }
  for (const { name: annotation, expr } of annotations?.list ?? []) {
    if (expr) add(`annotation ${annotation}`, 'promql', expr)
  }
  return found
}

/** Every link anywhere inside a panel's field settings. */
function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'url' in value && typeof value.url === 'string' ? [value.url] : []
  return [...own, ...Object.values(value).flatMap(urlsIn)]
}

/** The TraceQL in a link to Explore. What Grafana fills in for a row becomes some text. */
function traceqlOf(url: string): string[] {
  const panes = /[?&]panes=([^&]*)/.exec(url)?.[1]
  if (panes === undefined) return []
  const parsed = JSON.parse(decodeURIComponent(panes)) as Record<string, { queries: { query?: string }[] }>
  return Object.values(parsed)
    .flatMap(({ queries }) => queries.map(({ query }) => query ?? ''))
    .filter(Boolean)
    .map((query) => query.replaceAll(/\$\{__\w+(?:\.[^}]*)?\}/g, '.*'))
}
