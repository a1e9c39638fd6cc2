import { expect, test } from 'vitest'
import { memoryGroupProblem } from './memory-group.ts'
import { runOverload } from './overload.ts'

/** The smallest container of docs/sizing.md; `npm run test:soak -- --only overload` floods the larger ones, too. */
const PLAN = { mebibytes: 128, floodMs: 12_000, spanBytes: 2000 }

test(`a flood at ${PLAN.mebibytes} MiB is refused with 503, kills nothing, and is over when it ends`, async ({
  skip,
}) => {
  const problem = memoryGroupProblem()
  if (problem) skip(problem)
  const { problems, ...figures } = await runOverload(PLAN)
  expect(problems, JSON.stringify(figures)).toEqual([])
}, 240_000)
