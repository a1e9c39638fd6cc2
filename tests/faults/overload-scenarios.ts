import { envelopeFlood, traceFlood } from './flood.ts'
import { type OverloadPlan, runOverload } from './overload.ts'
import type { Scenario } from './scenario.ts'

/** The containers of docs/sizing.md. Spans are longer in the larger ones, so that two cores fill them, too. */
const FLOODS: readonly (Omit<OverloadPlan, 'floodMs'> & { id: string; what: string })[] = [
  { id: 'overload-128', what: 'spans', mebibytes: 128, target: (receiver) => traceFlood(receiver, 2000) },
  { id: 'overload-256', what: 'spans', mebibytes: 256, target: (receiver) => traceFlood(receiver, 3000) },
  { id: 'overload-512', what: 'spans', mebibytes: 512, target: (receiver) => traceFlood(receiver, 6000) },
  {
    id: 'overload-envelopes',
    what: 'envelopes',
    mebibytes: 128,
    target: (receiver) => envelopeFlood(receiver, 30_000),
  },
]
const MINUTES = 1
const MEBIBYTE = 2 ** 20

/** More than the memory of a container holds. */
export const OVERLOAD_SCENARIOS: readonly Scenario[] = FLOODS.map(({ id, what, mebibytes, target }) => ({
  id,
  title: `a flood of ${what} at ${mebibytes} MiB`,
  minutes: MINUTES,
  alone: true,
  async run({ minutes }) {
    const floodMs = minutes * 60_000
    const { units, peakBytes, recoveryMs, problems } = await runOverload({ mebibytes, floodMs, target })
    const figures = {
      [`${what} taken`]: units[200] ?? 0,
      'answered 503': units[503] ?? 0,
      'memory at most': `${Math.round(peakBytes / MEBIBYTE)} MiB`,
      'takes again after': `${(recoveryMs / 1000).toFixed(1)} s`,
    }
    return { figures, problems }
  },
}))
