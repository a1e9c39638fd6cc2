import { beforeAll, describe, expect, test } from 'vitest'
import { makeHeldOutCases } from './held-out/cases.ts'
import { makeHeldOutNegatives } from './held-out/negatives.ts'
import { type Result, runCases } from './run.ts'

const SEED = 1
const NEGATIVES = 3000
const LIMIT_MS = 10 * 60_000

/** Nobody promises to read these: what they hold is counted, and bounded together with the rest. */
const LEAK_LIMIT = 0.05
const ALTERED_LIMIT = 0.002

describe('values, encodings and syntax from outside the corpus', () => {
  let result: Result
  beforeAll(async () => {
    result = await runCases(SEED, makeHeldOutCases(SEED), makeHeldOutNegatives(SEED, NEGATIVES))
  }, LIMIT_MS)

  test(`leak in fewer than ${100 * LEAK_LIMIT} % of all cases`, () => {
    const leaked = result.verdicts.filter(({ leak }) => leak !== undefined)
    const shown = leaked.slice(0, 20).map(({ case: c }) => [c.kind.name, c.encoding.name, c.text])
    expect(leaked.length / result.verdicts.length, JSON.stringify(shown)).toBeLessThan(LEAK_LIMIT)
  })

  test('leave harmless values alone', () => {
    const share = result.altered.length / result.negatives
    expect(share, JSON.stringify(result.altered.slice(0, 20))).toBeLessThanOrEqual(ALTERED_LIMIT)
  })
})
