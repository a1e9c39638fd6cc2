import type { Ground } from './ground.ts'

/** One thing that `npm run test:soak` does. */
export interface Scenario {
  /** Words joined by hyphens; `--only` takes any of them. */
  readonly id: string
  /** What fails, as the report says it. */
  readonly title: string
  /** How long it fails, unless `--minutes` says otherwise. */
  readonly minutes: number
  /** Runs by itself after those that run side by side: it needs the machine, or harms its neighbours. */
  readonly alone?: boolean
  run(context: ScenarioContext): Promise<ScenarioResult>
}

/** What a scenario is given. */
interface ScenarioContext {
  readonly seed: number
  readonly minutes: number
  /** A Toxiproxy and a Prometheus, shared by all that ask; started by the first. */
  ground(): Promise<Ground>
  /** Progress, for people. */
  note(text: string): void
}

/** What came of it. It passed when there are no problems. */
export interface ScenarioResult {
  /** Columns of the report. */
  readonly figures: Readonly<Record<string, string | number>>
  readonly problems: readonly string[]
}
