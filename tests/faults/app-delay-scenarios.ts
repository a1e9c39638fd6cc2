import { measureAppDelay } from './app-delay.ts'
import type { Scenario } from './scenario.ts'

/** Long enough for an export to run into its time limit, and for the next to start. */
const BLOCK_MS = 12_000
const MINUTES = 4
/** Five faults, and a healthy block before each. */
const BLOCKS = 10

/** The demo app is asked while its collector fails. */
export const APP_DELAY_SCENARIOS: readonly Scenario[] = [
  {
    id: 'app-delay',
    title: 'the collector of the demo app fails in five ways',
    minutes: MINUTES,
    alone: true,
    async run({ seed, minutes, ground, note }) {
      const rounds = Math.max(1, Math.round((minutes * 60_000) / (BLOCK_MS * BLOCKS)))
      const plan = { blockMs: BLOCK_MS, rounds, seed, note }
      const { states, problems } = await measureAppDelay(await ground(), plan)
      const figures = Object.fromEntries(
        states.map(({ title, requests, p50Ms, p99Ms }) => [title, `${p50Ms}, ${p99Ms} ms of ${requests}`]),
      )
      return { figures, problems }
    },
  },
]
