import { type Answer, askPanel, type View } from '../../../../dashboards/reading/ask.ts'
import {
  type BoardFile,
  type BoardPanel,
  boardNames,
  readBoard,
} from '../../../../dashboards/reading/board-file.ts'
import { HttpError } from '../http-error.ts'
import { unreachable } from './prometheus.ts'

/** Shown times offered, in seconds. */
const RANGES = [300, 900, 3600, 21_600, 86_400]
/** Points of a line; more than this no screen shows. */
const POINTS = 180
const SHORTEST_STEP_SECONDS = 5
/** The collector about itself is the slowest sender. */
const SLOWEST_SENDER_SECONDS = 15
/** In the order a person reads them; boards that are not named here come after. */
const ORDER = ['overview', 'ticketing', 'database', 'runtime', 'pipeline']

/** The boards that there are. */
export function listBoards() {
  const place = (name: string) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1)
  return boardNames()
    .sort((a, b) => place(a) - place(b))
    .map((name) => {
      const { title, description } = readBoard(name)
      return { name, title: title.replace(/^.* \/ /, ''), description }
    })
}

/** A board as the page draws it: the JSON that Grafana imports, without its queries. */
export function boardLayout(name: string) {
  const { title, description, panels } = boardOf(name)
  return { name, title, description, ranges: RANGES, panels: panels.map(panelLayout) }
}

/**
 * What Prometheus says to the queries of a panel.
 *
 * @throws HttpError 404 for a panel that is not there, 400 for a time that is not offered, 502 without Prometheus
 */
export async function panelData(
  prometheus: string,
  { name, panelId, range }: { name: string; panelId: number; range: string | null },
): Promise<{ answers: Answer[] }> {
  const board = boardOf(name)
  const panel = board.panels.find(({ id }) => id === panelId)
  if (!panel) throw new HttpError(404, `dashboard ${name}`, `no panel ${panelId}`, 'See GET /api/dashboards.')
  try {
    return { answers: await askPanel(prometheus, board, panel, viewOf(range)) }
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError')
      throw unreachable(prometheus, error)
    throw error
  }
}

function boardOf(name: string): BoardFile {
  if (boardNames().includes(name)) return readBoard(name)
  throw new HttpError(404, `dashboard ${name}`, 'not here', `There are: ${boardNames().join(', ')}.`)
}

function viewOf(range: string | null): View {
  const rangeSeconds = range === null ? 900 : Number(range)
  if (!RANGES.includes(rangeSeconds)) {
    throw new HttpError(400, 'query range', `"${range}"`, `Use one of ${RANGES.join(', ')} seconds.`)
  }
  return {
    choices: {},
    end: Date.now() / 1000,
    rangeSeconds,
    stepSeconds: Math.max(SHORTEST_STEP_SECONDS, Math.ceil(rangeSeconds / POINTS)),
    scrapeSeconds: SLOWEST_SENDER_SECONDS,
  }
}

function panelLayout({
  id,
  type,
  title,
  description,
  gridPos,
  fieldConfig,
  targets = [],
  transformations,
}: BoardPanel) {
  const { unit, decimals, max, thresholds, custom } = fieldConfig?.defaults ?? {}
  return {
    id,
    type,
    title,
    description,
    gridPos,
    unit,
    decimals,
    max,
    thresholds: thresholds?.steps ?? [],
    stacked: custom?.stacking?.mode === 'normal',
    /** Searches of a trace store, which the console is too small to run. */
    traceql: targets.flatMap(({ query }) => query ?? []),
    columns: columnsOf(targets, fieldConfig),
    rows: rowsOf(transformations),
  }
}

/** The columns of numbers of a table, by the query that fills them. */
function columnsOf(targets: BoardPanel['targets'] = [], fieldConfig: BoardPanel['fieldConfig']) {
  return targets.map(({ refId, legendFormat }) => {
    const override = fieldConfig?.overrides.find(({ matcher }) => matcher.options === legendFormat)
    const value = (property: string) => override?.properties.find(({ id }) => id === property)?.value
    const thresholds = value('thresholds') as { steps: unknown[] } | undefined
    return { refId, title: legendFormat, unit: value('unit'), thresholds: thresholds?.steps ?? [] }
  })
}

/** Labels that make a row of a table, with their titles. */
function rowsOf(transformations: BoardPanel['transformations'] = []): Record<string, string> {
  const renamed = transformations.map(({ options }) => options.renameByName ?? {})
  const labels = Object.entries(Object.assign({}, ...renamed) as Record<string, string>)
  return Object.fromEntries(labels.filter(([label]) => !label.startsWith('Value #')))
}
