import { type Ground, prepareGround } from './ground.ts'
import type { Scenario, ScenarioResult } from './scenario.ts'

/** How to run scenarios. */
interface RunOptions {
  readonly seed: number
  /** Default: the length of each. */
  readonly minutes: number | undefined
  /** How many run side by side. */
  readonly parallel: number
  readonly say: (line: string) => void
}

/** A scenario that was run. */
export interface ScenarioRun extends ScenarioResult {
  readonly id: string
  readonly title: string
  readonly minutes: number
}

const ALIVE_MS = 60_000

/** Runs scenarios, the longest first, and says every minute which are under way. One that throws has failed. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunOptions,
): Promise<ScenarioRun[]> {
  const { seed, parallel, say } = options
  const start = Date.now()
  const running = new Set<string>()
  const line = (text: string) => say(`${elapsed(start)} ${text}`)
  let ground: Promise<Ground> | undefined

  async function run(scenario: Scenario): Promise<ScenarioRun> {
    const { id, title } = scenario
    const minutes = options.minutes ?? scenario.minutes
    const context = {
      seed,
      minutes,
      ground: () => (ground ??= prepareGround(seed)),
      note: (text: string) => line(`${id}: ${text}`),
    }
    running.add(id)
    const result = await scenario
      .run(context)
      .catch((error: Error): ScenarioResult => ({ figures: {}, problems: [error.stack ?? error.message] }))
    running.delete(id)
    line(`${id}: ${result.problems.length === 0 ? 'passed' : `FAILED. ${result.problems.join(' ')}`}`)
    return { id, title, minutes, ...result }
  }

  line(`seed ${seed}, ${scenarios.length} scenarios`)
  const alive = setInterval(() => line(`under way: ${[...running].join(', ')}`), ALIVE_MS)
  try {
    const longestFirst = scenarios.toSorted((a, b) => b.minutes - a.minutes)
    const together = await inParallel(
      longestFirst.filter(({ alone }) => !alone),
      parallel,
      run,
    )
    const alone = await inParallel(
      longestFirst.filter((scenario) => scenario.alone),
      1,
      run,
    )
    return [...together, ...alone]
  } finally {
    clearInterval(alive)
    // When it could not be started, the scenarios that asked for it have said so.
    await ground?.then(
      (started) => started[Symbol.asyncDispose](),
      () => undefined,
    )
  }
}

/** Results in the order of the list. */
async function inParallel<T, R>(
  list: readonly T[],
  width: number,
  run: (each: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const waiting = list.entries()
  async function work(): Promise<void> {
    // All workers take from one iterator.
    for (const [index, each] of waiting) results[index] = await run(each)
  }
  await Promise.all(Array.from({ length: Math.ceil(width) }, work))
  return results
}

function elapsed(start: number): string {
  const seconds = Math.floor((Date.now() - start) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
