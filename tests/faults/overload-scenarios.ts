import { runOverload } from './overload.ts'
import type { Scenario } from './scenario.ts'

/** The containers of docs/sizing.md. Spans are longer in the larger ones, so that two cores fill them, too. */
const CONTAINERS = [
  { mebibytes: 128, spanBytes: 2000 },
  { mebibytes: 256, spanBytes: 3000 },
  { mebibytes: 512, spanBytes: 6000 },
]
const MINUTES = 1
const MEBIBYTE = 2 ** 20

/** More than the memory of a container holds. */
export const OVERLOAD_SCENARIOS: readonly Scenario[] = CONTAINERS.map(({ mebibytes, ...filling }) => ({
  id: `overload-${mebibytes}`,
  title: `a flood at ${mebibytes} MiB`,
  minutes: MINUTES,
  alone: true,
  async run({ minutes }) {
    const floodMs = minutes * 60_000
    const { spans, peakBytes, recoveryMs, problems } = await runOverload({ mebibytes, floodMs, ...filling })
    const figures = {
      'spans taken': spans[200] ?? 0,
      'answered 503': spans[503] ?? 0,
      'memory at most': `${Math.round(peakBytes / MEBIBYTE)} MiB`,
      'takes again after': `${(recoveryMs / 1000).toFixed(1)} s`,
    }
    return { figures, problems }
  },
}))
