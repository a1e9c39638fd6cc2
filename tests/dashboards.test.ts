import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FLOW_QUERIES, signalQueries } from '../cli/src/console/metrics/flow-queries.ts'
import { boardJson } from '../dashboards/board-json.ts'
import { BOARDS } from '../dashboards/boards.ts'
import { type BoardFile, type BoardPanel, boardNames, readBoard } from '../dashboards/reading/board-file.ts'
import { interpolate } from '../dashboards/reading/interpolate.ts'
import { legendLabels } from '../dashboards/reading/legend.ts'
import { PROMETHEUS, TEMPO } from '../dashboards/style/data-sources.ts'
import { inRepository } from './support/repository.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { readPromql } from './vocabulary/promql.ts'
import { readRules } from './vocabulary/rule-files.ts'
import { unknownInPromql, unknownInTraceql, withRecordings } from './vocabulary/unknown-names.ts'

/** Made by Prometheus itself for every alert. */
const ALERTS = new Map(['alertname', 'alertstate', 'severity'].map((label) => [label, undefined] as const))
const catalogue = new Map([...withRecordings(emittedSeries(), readRules()), ['ALERTS', ALERTS]])
const boards = boardNames().map((name) => [name, readBoard(name)] as const)
const panels = boards.flatMap(([name, board]) =>
  panelsOf(board).map((panel) => [`${name} › ${panel.title}`, panel, board] as const),
)
/** Variables of Grafana, chosen where a board is looked at. */
const DATA_SOURCES: string[] = [PROMETHEUS.uid, TEMPO.uid]
const SPAN = { rangeSeconds: 3600, stepSeconds: 15, scrapeSeconds: 15 }

test('the committed boards are what the builders make. Otherwise run: npm run build:dashboards', () => {
  expect(boardNames()).toEqual(Object.keys(BOARDS).sort())
  for (const [name, build] of Object.entries(BOARDS)) {
    const committed = readFileSync(inRepository(`dashboards/grafana/${name}.json`), 'utf8')
    expect(committed.replaceAll('\r\n', '\n')).toBe(boardJson(build()))
  }
})

describe('every board', () => {
  test.each(boards)('%s has a uid for alerts to link to, and ids and titles of its own', (name, board) => {
    expect(board.uid).toBe(`ticketcap-${name}`)
    expect(board.description).toMatch(/\.$/)
    expect(repeated(board.panels.map(({ id }) => id))).toEqual([])
    expect(repeated(panelsOf(board).map(({ title }) => title))).toEqual([])
  })

  test.each(boards)('%s fills the grid without overlaps', (_, board) => {
    const cells = board.panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
      expect(x + w, title).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`)
    })
    expect(repeated(cells)).toEqual([])
  })

  test.each(boards)('%s names no data source of one installation', (name) => {
    const text = readFileSync(inRepository(`dashboards/grafana/${name}.json`), 'utf8')
    const uids = [...text.matchAll(/"datasource": \{[^}]*"uid": "([^}"]*\}?)"/g)].map(([, uid]) => uid)
    expect(uids.length).toBeGreaterThan(5)
    expect(uids.filter((uid) => !DATA_SOURCES.includes(uid ?? ''))).toEqual([])
    expect(text).not.toMatch(/https?:\/\/(?!sentry\.io")/)
  })

  test.each(boards)('%s offers its data sources and the environment as variables', (_, board) => {
    const names = board.templating.list.map((variable) => variable.name)
    expect(names).toEqual(expect.arrayContaining(['prometheus', 'tempo', 'environment', 'service', 'sentry']))
  })
})

describe('every panel', () => {
  test.each(panels)('%s says what it shows and when to worry', (_, panel) => {
    expect(panel.description?.length).toBeGreaterThan(40)
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy()
    expect(panel.targets?.length).toBeGreaterThan(0)
    expect(panel.id).toBeLessThan(1000)
  })

  test.each(panels)('%s reads only what somebody emits', (_, panel, board) => {
    for (const { expr, query } of panel.targets ?? []) {
      if (expr) expect(unknownInPromql(asked(expr, board), catalogue)).toEqual([])
      if (query) expect(unknownInTraceql(query)).toEqual([])
    }
  })

  test.each(panels)('%s has the labels that its legends and links name', (_, panel) => {
    const grouped = (panel.targets ?? []).flatMap(({ expr }) =>
      expr ? readPromql(plain(expr)).grouping : [],
    )
    const named = (panel.targets ?? []).flatMap(({ legendFormat }) => legendLabels(legendFormat ?? ''))
    expect([...named, ...linkLabels(panel)].filter((label) => !grouped.includes(label))).toEqual([])
  })

  test.each(panels)('%s links to traces that can exist', (_, panel) => {
    for (const query of linkedTraceql(panel)) {
      // A value of the row or series stands there in Grafana.
      expect(unknownInTraceql(query.replaceAll(/\$\{[^}]+\}/g, '.*'))).toEqual([])
    }
  })
})

test('variables list values of series that somebody emits', () => {
  const queries = boards.flatMap(([, board]) =>
    board.templating.list.flatMap(({ definition }) => {
      const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(definition ?? '') ?? []
      return selector && label ? [{ selector: plain(selector), label }] : []
    }),
  )
  expect(queries.length).toBeGreaterThan(boards.length)
  for (const { selector, label } of queries) {
    expect(unknownInPromql(`sum by (${label}) (${selector})`, catalogue)).toEqual([])
  }
})

test('compose provisions the boards where Grafana looks for them', () => {
  const provider = parse(
    readFileSync(inRepository('deploy/grafana/provisioning/dashboards/dashboards.yaml'), 'utf8'),
  )
  const compose = parse(readFileSync(inRepository('docker-compose.yml'), 'utf8'))
  const [{ options }] = provider.providers
  expect(compose.services.grafana.volumes).toContain(`./dashboards/grafana:${options.path}:ro`)
})

test('every alert links to a board that is here, and to a panel that it has', () => {
  const links = readRules().flatMap(({ alert, annotations }) =>
    alert ? [annotations.dashboard ?? alert] : [],
  )
  expect(links.length).toBeGreaterThan(10)
  for (const link of links) {
    const [, uid, panelId] = /^\/d\/([\w-]+)(?:\?viewPanel=(?:panel-)?(\d+))?$/.exec(link) ?? []
    const board = boards.find(([, candidate]) => candidate.uid === uid)?.[1]
    expect(board, link).toBeDefined()
    if (panelId)
      expect(
        board?.panels.map(({ id }) => id),
        link,
      ).toContain(Number(panelId))
  }
})

test('the flow of the console reads only what somebody emits', () => {
  // The collector counts envelopes of Sentry as log records under the same names.
  const spans = [...Object.values(FLOW_QUERIES), ...Object.values(signalQueries('spans'))]
  const points = Object.values(signalQueries('metric_points'))
  for (const query of [...spans, ...points]) expect(unknownInPromql(query, catalogue), query).toEqual([])
})

test('a broken name in a panel would be caught', () => {
  const [, panel, board] = panels.find(([title]) => title === 'overview › Requests') ?? []
  const expr = interpolate(panel?.targets?.[0]?.expr ?? '', board?.templating.list ?? [], {}, SPAN)
  expect(unknownInPromql(expr.replace('_total', '_totals'), catalogue)).not.toEqual([])
  expect(unknownInPromql(expr.replace('span_kind', 'spankind'), catalogue)).not.toEqual([])
})

/** Panels that draw something: all but the headings. */
function panelsOf(board: BoardFile): BoardPanel[] {
  return board.panels.filter(({ type }) => type !== 'row')
}

/** PromQL with its variables replaced by something that parses. */
function plain(expr: string): string {
  return expr
    .replaceAll(/\$__(range|rate_interval|interval)/g, '5m')
    .replaceAll('$span_bytes', '1')
    .replaceAll(/\$[a-z_]\w*/gi, '.*')
}

/** What Prometheus is asked. What counts series of any name has no name to check, only labels. */
function asked(expr: string, board: BoardFile): string {
  return interpolate(expr, board.templating.list, {}, SPAN).replaceAll('{__name__=~".+", ', 'target_info{')
}

function linkedTraceql({ fieldConfig }: BoardPanel): string[] {
  return (fieldConfig?.defaults.links ?? []).map(({ url }) => {
    const panes = JSON.parse(new URL(url ?? '', 'http://grafana').searchParams.get('panes') ?? '{}') as {
      traces: { queries: { query: string }[] }
    }
    return panes.traces.queries[0]?.query ?? ''
  })
}

function linkLabels(panel: BoardPanel): string[] {
  return linkedTraceql(panel).flatMap((query) =>
    [...query.matchAll(/\$\{__field\.labels\.(\w+)\}/g)].map(([, label]) => label as string),
  )
}

function repeated<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}
