import { seededRandom } from '../privacy/random.ts'
import { runKills } from './kill.ts'
import type { Scenario } from './scenario.ts'

/** A life and the start of the next one take some 2.4 s. */
const KILLS_A_MINUTE = 25
/** Batches a second: 400 spans. */
const RATE = 20

/** A hundred SIGKILLs under load, some of them while the collector starts. */
export const KILL_SCENARIOS: readonly Scenario[] = [
  {
    id: 'collector-killed',
    title: 'the collector is killed (SIGKILL), again and again',
    minutes: 4,
    async run({ seed, minutes, note }) {
      const kills = Math.max(1, Math.round(minutes * KILLS_A_MINUTE))
      const { problems, ...counts } = await runKills({ kills, rate: RATE, random: seededRandom(seed), note })
      const figures = {
        kills: counts.kills,
        'while starting': counts.duringRecovery,
        'spans acknowledged': counts.acknowledgedSpans,
        'events acknowledged': counts.acknowledgedEvents,
        'sent again': counts.repeated,
      }
      return { figures, problems }
    },
  },
]
