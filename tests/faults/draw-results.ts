import type { ScenarioRun } from './run-scenarios.ts'

/** The report of a run in Markdown: a table for scenarios with the same columns, then what went wrong. */
export function drawResults(runs: readonly ScenarioRun[], seed: number): string {
  const tables = Map.groupBy(runs, ({ figures }) => Object.keys(figures).join('|'))
  const drawn = [...tables].map(([columns, rows]) =>
    drawTable(columns === '' ? [] : columns.split('|'), rows),
  )
  const failed = runs.filter(({ problems }) => problems.length > 0)
  const problems = failed.map(
    ({ id, problems }) => `${id}:\n${problems.map((problem) => `- ${problem}\n`).join('')}`,
  )
  const closing = `${runs.length - failed.length} passed, ${failed.length} failed, seed ${seed}`
  return `${[...drawn, ...problems, closing].join('\n')}\n`
}

function drawTable(columns: readonly string[], rows: readonly ScenarioRun[]): string {
  const cells = rows.map(({ title, minutes, figures }) => [
    title,
    `${minutes} min`,
    ...columns.map((column) => String(figures[column])),
  ])
  const lines = [['what fails', 'for', ...columns], ['---', '---:', ...columns.map(() => '---:')], ...cells]
  return lines.map((line) => `| ${line.join(' | ')} |\n`).join('')
}
