import { startsAndServes } from '../hostile/app-starts.ts'
import { appVariables } from '../hostile/app-variables.ts'
import { hostileValue } from '../hostile/environment-values.ts'
import { seededRandom } from '../privacy/random.ts'
import { databaseAt, startDatabase } from '../support/demo.ts'
import { freePort } from '../support/free-ports.ts'
import type { Scenario } from './scenario.ts'

/** A start that fails names so many variables at most. */
const TOGETHER = 16
const MINUTES = 5

/** Every variable of the app, hostile: a few at a time until each had its turn, then all of them until the time is over. */
export const ENVIRONMENT_SCENARIOS: readonly Scenario[] = [
  {
    id: 'app-environment',
    title: 'variables of the demo app are hostile',
    minutes: MINUTES,
    async run({ seed, minutes, note }) {
      const end = performance.now() + minutes * 60_000
      const random = seededRandom(seed)
      const names = appVariables()
      const port = await freePort()
      await using _database = await startDatabase(port)
      const databaseUrl = databaseAt(port)
      const problems: string[] = []
      let starts = 0
      async function start(hostile: readonly string[]): Promise<void> {
        starts++
        const env = Object.fromEntries(hostile.map((name) => [name, hostileValue(random)]))
        const problem = await startsAndServes(env, databaseUrl)
        if (problem) problems.push(problem)
      }
      for (let at = 0; at < names.length; at += TOGETHER) await start(names.slice(at, at + TOGETHER))
      note(`${names.length} variables had their turn`)
      do await start(names)
      while (performance.now() < end)
      return { figures: { variables: names.length, starts, served: starts - problems.length }, problems }
    },
  },
]
