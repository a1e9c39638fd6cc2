import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table'
import { PROMETHEUS, TEMPO } from './data-sources.ts'
import { type PanelFacts, withFacts } from './panel.ts'
import { type Query, refId, tableQuery, traceSearch } from './queries.ts'
import { thresholds, type Worry } from './thresholds.ts'

const HEIGHT = 9

/** A column of numbers; its title is the legend of the query. */
interface Column extends Query {
  readonly unit: string
  readonly worry?: Worry
}

interface TablePanel extends Omit<PanelFacts, 'unit'> {
  /** Labels that make a row, with the titles of their columns. */
  readonly rows: Readonly<Record<string, string>>
  readonly columns: readonly Column[]
}

/** One row per combination of labels, one column per query. */
export function table({ rows, columns, ...facts }: TablePanel) {
  const valueColumn = (index: number) => `Value #${refId(index)}`
  const titles = Object.fromEntries(columns.map(({ legend }, index) => [valueColumn(index), legend]))
  const [first] = columns
  let builder = withFacts(new PanelBuilder(), { ...facts, unit: first?.unit ?? 'none' }, HEIGHT)
    .datasource(PROMETHEUS)
    .targets(columns.map(tableQuery))
    .transformations([
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: { ...rows, ...titles } } },
    ])
    .thresholds(thresholds({}))
  for (const { legend, unit, worry } of columns) {
    builder = builder.overrideByName(legend, [
      { id: 'unit', value: unit },
      ...(worry
        ? [
            { id: 'thresholds', value: thresholds(worry).build() },
            { id: 'custom.cellOptions', value: { type: 'color-text' } },
          ]
        : []),
    ])
  }
  return builder
}

interface TracesPanel extends Omit<PanelFacts, 'unit' | 'worry' | 'links'> {
  readonly traceql: string
}

/** The newest traces that match. */
export function traces({ traceql, ...facts }: TracesPanel) {
  return withFacts(new PanelBuilder(), { ...facts, unit: 'none' }, HEIGHT)
    .datasource(TEMPO)
    .targets([traceSearch(traceql)])
}
