import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { alertStates } from '../cli/src/console/metrics/alerts.ts'
import type { readFlow } from '../cli/src/console/metrics/flow.ts'
import { type Answer, askPanel } from '../dashboards/reading/ask.ts'
import {
  type BoardFile,
  type BoardPanel,
  boardNames,
  readBoard,
  type Target,
} from '../dashboards/reading/board-file.ts'
import { legendLabels } from '../dashboards/reading/legend.ts'
import { drawBoard } from './console/draw-board.ts'
import { hasNumber, PROMQL_PANELS, TRACEQL_PANELS, VIEW } from './dashboards/panels.ts'
import { type BoardStand, startBoardStand } from './dashboards/stand.ts'
import { browserAvailability, startBrowser } from './support/browser.ts'
import type { Prometheus } from './support/prometheus.ts'
import { waitFor } from './support/wait-for.ts'

/** Four reports of the collector about itself, so that every rate has its points. */
const TRAFFIC = { seed: '3', rate: '6', duration: '75s' }
/** What is chosen in the second round: one of each, as a person narrows down. */
const CHOSEN = {
  environment: 'test',
  service: ['ticketcap'],
  route: ['/api/orders', '/events/[id]'],
  collector: 'sidecar',
}
/** Another round of the collector's own reports. */
const DEADLINE_MS = 40_000
const SCREEN = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const available = browserAvailability()
const TEMPO = process.env.TEMPO_QUERY_URL

const withExemplars = PROMQL_PANELS.filter(([, , { targets = [] }]) =>
  targets.some(({ exemplar }) => exemplar),
)

describe('every panel after a minute of demo traffic', () => {
  let stand: BoardStand
  let console: BoardStand['console']
  let prometheus: Prometheus
  let browser: Browser | undefined

  beforeAll(async () => {
    stand = await startBoardStand()
    ;({ console, prometheus } = stand)
    await stand.buy(TRAFFIC)
    await stand.collect()
    if (available.ok) browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await stand?.[Symbol.asyncDispose]()
  })

  for (const [round, choices] of [
    ['with everything chosen', {}],
    ['with one of each chosen', CHOSEN],
  ] as const) {
    describe(round, () => {
      test.each(PROMQL_PANELS)(
        '%s has data, no warning, and legends that say something',
        async (_, board, panel) => {
          const answers = await waitFor(
            async () => {
              const asked = await ask(board, panel, choices)
              return asked.every(hasNumber) && asked
            },
            {
              deadline: DEADLINE_MS,
              describe: async () => describeAnswers(await ask(board, panel, choices)),
            },
          )
          expect(answers.flatMap(({ complaints }) => complaints)).toEqual([])
          for (const { refId, series } of answers) {
            const named = namedLabels(panel, refId)
            const missing = series.flatMap(({ labels }) => named.filter((label) => !labels[label]))
            expect(missing, JSON.stringify(series.map(({ labels }) => labels))).toEqual([])
            const names = series.map(({ labels }) => named.map((label) => labels[label]).join(' '))
            expect(repeated(names), 'two series of one name').toEqual([])
          }
        },
      )
    })
  }

  test.each(withExemplars)('the exemplars of %s are traces of the trace store', async (_, board, panel) => {
    for (const { refId, expr } of await ask(board, panel, {})) {
      if (!targetOf(panel, refId).exemplar) continue
      const ids = await waitFor(async () => {
        const found = await prometheus.exemplarTraceIds(expr)
        return found.length > 0 && found
      })
      await waitFor(() => ids.every((id) => console.store.get(id)), {
        describe: () => `Not in the trace store: ${ids.filter((id) => !console.store.get(id)).join(' ')}`,
      })
    }
  })

  test.for(boardNames())('the console draws every panel of %s, and fits a phone', async (name, context) => {
    if (!browser) return context.skip(available.ok ? 'no browser' : available.reason)
    for (const viewport of [SCREEN, PHONE]) {
      const drawn = await drawBoard(browser, `${console.url}/#/dashboards/${name}`, viewport)
      expect(drawn.complaints).toEqual([])
      expect(drawn.empty).toEqual([])
      expect(drawn.panels).toBe(readBoard(name).panels.filter(({ type }) => type !== 'row').length)
      expect(drawn.width).toBeLessThanOrEqual(viewport.width)
    }
  })

  test('the flow of the console says what Prometheus says', async () => {
    const flow = (await (await fetch(`${console.url}/api/flow`)).json()) as Awaited<
      ReturnType<typeof readFlow>
    >
    const tempo = flow.backends.find(({ exporter }) => exporter === 'otlp_http/tempo')
    expect(flow.received.find(({ signal }) => signal === 'spans')?.count).toBeGreaterThan(1000)
    expect(flow.findings.map((finding) => finding.name)).toEqual(
      expect.arrayContaining(['email', 'card', 'secret']),
    )
    expect(flow.sampler.policies.map((policy) => policy.name)).toEqual(
      expect.arrayContaining(['keep-errors', 'keep-payments', 'keep-registrations', 'baseline']),
    )
    expect(flow.sampler.kept).toBeGreaterThan(100)
    expect(tempo?.sent.map(({ signal }) => signal)).toEqual(['spans'])
    expect(tempo?.queueFill).toBeLessThan(0.1)
    expect(flow.losses).toEqual([])
  })

  test('the console knows that alerting runs and that no rule is broken', async () => {
    const states = await waitFor(
      async () => {
        const answer = (await (await fetch(`${console.url}/api/alerts`)).json()) as Awaited<
          ReturnType<typeof alertStates>
        >
        return answer.alerting && answer
      },
      { deadline: DEADLINE_MS },
    )
    expect(states.broken).toEqual([])
    expect(states.quiet.length).toBeGreaterThan(10)
  })

  test('the variables list what is there', async () => {
    const listed = new Map<string, string[]>()
    for (const variable of readBoard('overview').templating.list) {
      const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(variable.definition ?? '') ?? []
      if (!selector || !label) continue
      const samples = await prometheus.query(`count by (${label}) (${selector.replaceAll(/\$\w+/g, '.*')})`)
      listed.set(variable.name, samples.map(({ labels }) => labels[label] ?? '').sort())
    }
    expect(listed.get('environment')).toEqual(['test'])
    expect(listed.get('service')).toEqual(['ticketcap'])
    expect(listed.get('route')).toEqual(expect.arrayContaining(['/', '/api/orders', '/events/[id]']))
    expect(listed.get('route')).not.toContain('/api/health')
  })

  test('a panel of a metric that nobody sends would be found empty', async () => {
    const [, board, panel] = PROMQL_PANELS[0] as (typeof PROMQL_PANELS)[number]
    const targets = panel.targets?.map((target) => ({ ...target, expr: 'ticketcap_nothing_total' }))
    expect((await ask(board, { ...panel, targets }, {})).some(hasNumber)).toBe(false)
  })

  function ask(board: BoardFile, panel: BoardPanel, choices: Record<string, string | readonly string[]>) {
    return askPanel(prometheus.url, board, panel, { ...VIEW, choices, end: Date.now() / 1000 })
  }
})

test.for(TRACEQL_PANELS)('%s is understood by Tempo', async ([, , panel], context) => {
  if (!TEMPO) context.skip('no Tempo: set TEMPO_QUERY_URL to the address of one, e.g. http://127.0.0.1:3200')
  for (const { query } of panel.targets ?? []) {
    const end = Math.floor(Date.now() / 1000)
    const search = new URLSearchParams({ q: query ?? '', start: String(end - 3600), end: String(end) })
    const response = await fetch(`${TEMPO}/api/search?${search}`)
    expect(response.status, await response.text()).toBe(200)
  }
})

/** The labels that tell the series apart for a person: of the legend, or of the rows of a table. */
function namedLabels(panel: BoardPanel, refId: string): string[] {
  const columns = panel.transformations?.flatMap(({ options }) => Object.keys(options.renameByName ?? {}))
  const legend = legendLabels(targetOf(panel, refId).legendFormat ?? '')
  return columns ? columns.filter((column) => !column.startsWith('Value #')) : legend
}

function targetOf({ targets = [] }: BoardPanel, refId: string): Target {
  return targets.find((target) => target.refId === refId) as Target
}

function describeAnswers(answers: readonly Answer[]): string {
  return answers
    .map(
      ({ refId, expr, series }) =>
        `${refId}: ${series.length} series from ${expr}\n${JSON.stringify(series).slice(0, 500)}`,
    )
    .join('\n')
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}
