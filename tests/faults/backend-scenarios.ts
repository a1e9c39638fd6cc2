import { seededRandom } from '../privacy/random.ts'
import { BACKENDS, type BackendName, FAULTS, type Fault, GONE, SLOW_FAULTS } from './faults.ts'
import { runOutage } from './outage.ts'
import type { Scenario } from './scenario.ts'

/** Minutes that a fault lasts; the others last one. */
const MINUTES: Readonly<Record<string, number>> = { gone: 10, '401': 5, '404': 5 }
const ALL_GONE_MINUTES = 30
/** Requests a second: a small shop at noon. */
const RATE = 4

/** Every fault at every backend it makes sense for, and all backends gone at once. */
export const BACKEND_SCENARIOS: readonly Scenario[] = [
  outage('all', BACKENDS, GONE, ALL_GONE_MINUTES),
  ...[...FAULTS, ...SLOW_FAULTS].flatMap((fault) =>
    (fault.of ?? BACKENDS).map((backend) => outage(backend, [backend], fault, MINUTES[fault.id] ?? 1)),
  ),
]

function outage(name: string, at: readonly BackendName[], fault: Fault, minutes: number): Scenario {
  const id = `${name}-${fault.id}`
  return {
    id,
    title: `${name} ${fault.title}`,
    minutes,
    async run({ seed, minutes: asked, ground, note }) {
      const random = seededRandom(seed)
      const plan = { fault, at, outageMs: asked * 60_000, rate: RATE, random, note }
      const { problems, p99Ms, recoveryMs, diskPeakBytes, ...counts } = await runOutage(
        await ground(),
        id,
        plan,
      )
      const figures = {
        requests: counts.requests,
        'held back': counts.heldBack,
        rejected: counts.rejected,
        unanswered: counts.unanswered,
        repeated: counts.sentAgain,
        'found after': `${(recoveryMs / 1000).toFixed(1)} s`,
        'p99 before → during': `${p99Ms.before} → ${p99Ms.during} ms`,
        'disk at most': `${(diskPeakBytes / 1e6).toFixed(1)} MB`,
      }
      return { figures, problems }
    },
  }
}
