import { expect, test } from 'vitest'
import { envelopeFlood, traceFlood } from './flood.ts'
import { memoryGroupProblem } from './memory-group.ts'
import { type OverloadPlan, runOverload } from './overload.ts'

/** The smallest container of docs/sizing.md; `npm run test:soak -- --only overload` floods the larger ones, too. */
const PLAN = { mebibytes: 128, floodMs: 12_000 }
const FLOODS: Record<string, Pick<OverloadPlan, 'namesLimit' | 'target'>> = {
  'spans, with GOMEMLIMIT,': { target: (receiver) => traceFlood(receiver, 2000) },
  'envelopes, without GOMEMLIMIT,': {
    namesLimit: false,
    target: (receiver) => envelopeFlood(receiver, 30_000),
  },
}

test.for(Object.entries(FLOODS))(
  `a flood of %s at ${PLAN.mebibytes} MiB is refused with 503, kills nothing, and is over when it ends`,
  { timeout: 240_000 },
  async ([, flood], { skip }) => {
    const problem = memoryGroupProblem()
    if (problem) skip(problem)
    const { problems, ...figures } = await runOverload({ ...PLAN, ...flood })
    expect(problems, JSON.stringify(figures)).toEqual([])
  },
)
