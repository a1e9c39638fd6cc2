import { beforeAll, describe, expect, test } from 'vitest'
import { type Result, runCorpus } from './run.ts'

const SEED = 1
const LIMIT_MS = 10 * 60_000

describe('the corpus through the shipped configuration', () => {
  let result: Result
  beforeAll(async () => {
    result = await runCorpus(SEED)
  }, LIMIT_MS)

  test('plants ten thousand values or more', () => {
    expect(result.verdicts.length).toBeGreaterThanOrEqual(10_000)
  })

  test('lets no value of a promised cell out', () => {
    const leaked = result.verdicts.filter(({ case: c, leak }) => c.kind.promised && leak !== undefined)
    expect(
      leaked.slice(0, 20).map(({ case: c }) => [c.kind.name, c.encoding.name, c.place.name, c.key, c.text]),
    ).toEqual([])
  })

  test('lets no promised value into span metrics, own metrics, logs or queue files', () => {
    const leaked = result.elsewhere.filter(({ case: c }) => c.kind.promised)
    expect(
      leaked.slice(0, 20).map(({ case: c }) => [c.kind.name, c.encoding.name, c.place.name, c.text]),
    ).toEqual([])
  })

  test('leaves 99.9 % of the harmless values byte for byte as they were', () => {
    expect(result.negatives).toBeGreaterThanOrEqual(10_000)
    const share = result.altered.length / result.negatives
    expect(share, JSON.stringify(result.altered.slice(0, 20))).toBeLessThanOrEqual(0.001)
  })
})
