/** One run: a pipeline under one rate. */
export interface Result {
  pipeline: string
  /** Spans a second that were asked for. */
  rate: number
  /** Spans a second that were taken. */
  taken: number
  cpuMicrosPerSpan: number
  peakMiB: number
  refused: number
}

/** What the others are compared with. */
export const LEAST = 'pass-through'

/** The results as a Markdown table, a row for each pipeline and rate. */
export function report(results: readonly Result[]): string {
  const least = new Map(
    results.filter(({ pipeline }) => pipeline === LEAST).map((result) => [result.rate, result]),
  )
  const rows = results.map((result) =>
    row([
      result.pipeline,
      String(result.rate),
      String(Math.round(result.taken)),
      result.cpuMicrosPerSpan.toFixed(1),
      times(result, least.get(result.rate)),
      result.peakMiB.toFixed(0),
      String(result.refused),
    ]),
  )
  const head = [
    'pipeline',
    'spans/s asked',
    'spans/s taken',
    'µs CPU per span taken',
    'times',
    'peak MiB',
    'refused',
  ]
  return [row(head), row(head.map(() => '---')), ...rows].join('\n')
}

const times = (result: Result, least: Result | undefined) =>
  least ? (result.cpuMicrosPerSpan / least.cpuMicrosPerSpan).toFixed(1) : ''

const row = (cells: string[]) => `| ${cells.join(' | ')} |`
