import type { BoardFile, BoardPanel, Target } from './board-file.ts'
import { type Choices, interpolate, type Span } from './interpolate.ts'
import { legendOf } from './legend.ts'

/** One series of an answer: a value per moment, moments in seconds since 1970. */
interface AnsweredSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly legend: string
  readonly points: readonly (readonly [number, number])[]
}

/** What Prometheus said to one query of a panel. */
export interface Answer {
  readonly refId: string
  /** As asked, without variables. */
  readonly expr: string
  readonly series: readonly AnsweredSeries[]
  /** Its warnings and remarks, e.g. that a metric might not be a counter. */
  readonly complaints: readonly string[]
}

/** What is looked at. */
export interface View extends Span {
  readonly choices: Choices
  /** Where the shown time ends, in seconds since 1970. */
  readonly end: number
}

/**
 * Asks Prometheus every query of a panel, as Grafana does: over the shown time, or as of its end for numbers.
 *
 * @throws Error when Prometheus refuses a query, with its message
 */
export async function askPanel(
  prometheus: string,
  board: BoardFile,
  { targets = [] }: BoardPanel,
  view: View,
): Promise<Answer[]> {
  const queries = targets.filter(({ expr }) => expr !== undefined)
  return Promise.all(queries.map((target) => ask(prometheus, board, target, view)))
}

async function ask(prometheus: string, board: BoardFile, target: Target, view: View): Promise<Answer> {
  const expr = interpolate(target.expr ?? '', board.templating.list, view.choices, view)
  const { end, rangeSeconds, stepSeconds } = view
  const [api, parameters] = target.instant
    ? ['query', { query: expr, time: String(end) }]
    : [
        'query_range',
        { query: expr, start: String(end - rangeSeconds), end: String(end), step: String(stepSeconds) },
      ]
  const response = await fetch(`${prometheus}/api/v1/${api}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    signal: AbortSignal.timeout(10_000),
  })
  const body = (await response.json()) as PrometheusAnswer
  if (body.status !== 'success') throw new Error(`Prometheus refused ${expr}: ${body.error}`)
  return {
    refId: target.refId,
    expr,
    series: body.data.result.map(({ metric, value, values }) => ({
      labels: metric,
      legend: legendOf(target.legendFormat ?? '', metric),
      points: (values ?? (value ? [value] : [])).map(([time, text]) => [time, Number(text)] as const),
    })),
    complaints: [...(body.warnings ?? []), ...(body.infos ?? [])],
  }
}

/** Vectors of the HTTP API of Prometheus; numbers are text. */
type PrometheusAnswer =
  | {
      readonly status: 'success'
      readonly data: {
        readonly result: readonly {
          readonly metric: Record<string, string>
          readonly value?: readonly [number, string]
          readonly values?: readonly (readonly [number, string])[]
        }[]
      }
      readonly warnings?: readonly string[]
      readonly infos?: readonly string[]
    }
  | { readonly status: 'error'; readonly error: string }
