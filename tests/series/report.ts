/** `npm run bench:series`: prints how many series the product makes, as the table of docs/metrics.md. */
import { parseArgs } from 'node:util'
import { SOURCES } from './count.ts'
import { MISUSES, runSeries, WAVE } from './run.ts'
import { APP_PROCESSES, LIVE_EVENTS } from './shop.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } })
if (values.help) {
  process.stdout.write('npm run bench:series\n\nHas no options. It prints the table of docs/metrics.md.\n')
  process.exit()
}

const run = await runSeries((step) => process.stderr.write(`series: ${step}\n`))
const columns = [run.day, run.attacked, run.attackedAgain, run.misused]
const lines = [
  `| made by | a day, ${LIVE_EVENTS} live events, ${APP_PROCESSES} app processes | + ${WAVE} hostile requests | + ${WAVE} more | + ${MISUSES} misuses of the shim |`,
  '|---|---:|---:|---:|---:|',
  ...[...SOURCES, 'all' as const].map(
    (source) => `| ${source} | ${columns.map((counts) => counts[source]).join(' | ')} |`,
  ),
]
process.stdout.write(`${lines.join('\n')}\n`)
