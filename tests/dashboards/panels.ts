import type { Answer } from '../../dashboards/reading/ask.ts'
import {
  type BoardFile,
  type BoardPanel,
  boardNames,
  readBoard,
} from '../../dashboards/reading/board-file.ts'

/** A panel with queries, by `board › title`. */
type NamedPanel = readonly [name: string, board: BoardFile, panel: BoardPanel]

const panels: readonly NamedPanel[] = boardNames().flatMap((name) => {
  const board = readBoard(name)
  return board.panels
    .filter(({ targets }) => targets)
    .map((panel): NamedPanel => [`${name} › ${panel.title}`, board, panel])
})

/** Panels that ask Prometheus. */
export const PROMQL_PANELS = panels.filter(([, , { targets = [] }]) => targets.some(({ expr }) => expr))

/** Panels that ask the trace store. */
export const TRACEQL_PANELS = panels.filter(([, , { targets = [] }]) => targets.some(({ query }) => query))

/** Ten minutes, as Prometheus was told them; the slowest sender of the stand is the collector about itself. */
export const VIEW = { rangeSeconds: 600, stepSeconds: 15, scrapeSeconds: 15 }

/** Whether a query was answered with something that can be drawn. */
export function hasNumber({ series }: Answer): boolean {
  return series.some(({ points }) => points.some(([, value]) => !Number.isNaN(value)))
}
