/**
 * Asks every query of every panel after five minutes of demo traffic, once, and prints what came back by board. Exit
 * code 1 when a panel is empty or Prometheus remarks on a query.
 *
 *   npm run dashboards:prove
 */
import { askPanel } from '../../dashboards/reading/ask.ts'
import { hasNumber, PROMQL_PANELS, VIEW } from './panels.ts'
import { startBoardStand } from './stand.ts'

const TRAFFIC = { seed: '5', rate: '2', duration: '5m' }

await using stand = await startBoardStand()
// On a machine with other work to do some buyers give up; the panels have to show that as well.
await stand.buy(TRAFFIC).catch(() => process.stdout.write('Some buyers got no answer in time.\n'))
await stand.collect()
const view = { ...VIEW, choices: {}, end: Date.now() / 1000 }
const asked = []
for (const [name, board, panel] of PROMQL_PANELS) {
  const answers = await askPanel(stand.prometheus.url, board, panel, view)
  asked.push({
    name,
    board: board.title,
    queries: answers.length,
    empty: answers.filter((answer) => !hasNumber(answer)).map(({ refId }) => refId),
    complaints: answers.flatMap(({ complaints }) => complaints),
  })
}

const faults = asked.filter(({ empty, complaints }) => empty.length + complaints.length > 0)
const rows = [...Map.groupBy(asked, ({ board }) => board)].map(([board, panels]) => [
  board,
  panels.length,
  panels.reduce((sum, { queries }) => sum + queries, 0),
  panels.filter(({ empty }) => empty.length === 0).length,
  panels.reduce((sum, { complaints }) => sum + complaints.length, 0),
])
const head = ['board', 'panels', 'queries', 'panels with data', 'warnings']
for (const cells of [head, head.map(() => '---'), ...rows]) {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
for (const { name, empty, complaints } of faults) {
  process.stdout.write(`${name}: no data from ${empty.join(', ') || 'none'}; ${complaints.join('; ')}\n`)
}
if (faults.length > 0) process.exitCode = 1
