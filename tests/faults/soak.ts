/** `npm run test:soak`: outages as long as real ones. Progress on stderr, the report on stdout; exit 1 when one failed. */
import { parseArgs } from 'node:util'
import { APP_DELAY_SCENARIOS } from './app-delay-scenarios.ts'
import { BACKEND_SCENARIOS } from './backend-scenarios.ts'
import { drawResults } from './draw-results.ts'
import { ENVIRONMENT_SCENARIOS } from './environment-scenarios.ts'
import { KILL_SCENARIOS } from './kill-scenarios.ts'
import { OVERLOAD_SCENARIOS } from './overload-scenarios.ts'
import { runScenarios } from './run-scenarios.ts'

/** Version of the JSON; a change that breaks a reader raises it. */
const SCHEMA_VERSION = 1
const SCENARIOS = [
  ...BACKEND_SCENARIOS,
  ...KILL_SCENARIOS,
  ...OVERLOAD_SCENARIOS,
  ...ENVIRONMENT_SCENARIOS,
  ...APP_DELAY_SCENARIOS,
]
const USAGE = `npm run test:soak -- [options]

  --only <words>     scenarios whose id has one of these words or is one of them, by commas (default all)
  --minutes <number> how long each fault lasts (default: its own length)
  --seed <number>    repeats what is random (default: a new one, printed)
  --parallel <count> scenarios side by side (default 6)
  --list             print the scenarios and stop
  --json             print the results as one JSON object
`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    parallel: { type: 'string', default: '6' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

const minutes = values.minutes === undefined ? undefined : positive(values.minutes, '--minutes')
const parallel = positive(values.parallel, '--parallel')
const seed = positive(values.seed, '--seed')
const chosen = choose(values.only)

if (values.help) process.stdout.write(USAGE)
else if (values.list)
  process.stdout.write(chosen.map((each) => `${each.id}: ${each.title}, ${each.minutes} min\n`).join(''))
else {
  const results = await runScenarios(chosen, {
    seed,
    minutes,
    parallel,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  const passed = results.every(({ problems }) => problems.length === 0)
  const json = { schemaVersion: SCHEMA_VERSION, seed, passed, results }
  process.stdout.write(values.json ? `${JSON.stringify(json)}\n` : drawResults(results, seed))
  process.exitCode = passed ? 0 : 1
}

function choose(only: string | undefined) {
  if (only === undefined) return SCENARIOS
  const words = only.split(',')
  const idle = words.filter((word) => !SCENARIOS.some(({ id }) => matches(id, word)))
  if (idle.length > 0) refuse(`--only: no scenario is called ${idle.join(', ')}. See them with --list.`)
  return SCENARIOS.filter(({ id }) => words.some((word) => matches(id, word)))
}

/** A scenario is called by its whole id, by where it fails, or by how. */
function matches(id: string, word: string): boolean {
  return id === word || id.startsWith(`${word}-`) || id.endsWith(`-${word}`)
}

function positive(text: string, flag: string): number {
  const value = Number(text)
  if (!(value > 0)) refuse(`${flag}: "${text}" is no number above 0. Give one, for example ${flag} 7.`)
  return value
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
