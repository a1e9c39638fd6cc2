import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { leakOf, readingsOf } from './oracle.ts'
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

describe('the oracle', () => {
  const value = 'dana.levi@example.com'

  test.each([
    ['plain', `user ${value}`],
    ['in part', 'user dana.l***'],
    ['base64 at an odd place', Buffer.from(`xy${value}`).toString('base64')],
    ['percent escapes', `a=${encodeURIComponent(encodeURIComponent(value))}`],
    ['JSON escapes', value.replace('@', '\\u0040')],
    ['code points', [...value].map((c) => `U+${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(' ')],
    ['a digest', `user ${createHash('sha256').update(value).digest('hex')}`],
  ])('sees a value written as %s', (_, output) => {
    expect(leakOf(value, readingsOf(output))).toBeDefined()
  })

  test.each([
    ['in part', 'call 052-123****'.replace('-', '')],
    ['in part, in front of more digits', 'n=0521234569999'],
    ['as a number in a longer text', 'tel:0521234567;'],
    ['with marks between its digits', '0 5 2 - 1 2 3 - 4 5 6 7'],
  ])('sees a number written as %s', (_, output) => {
    expect(leakOf('0521234567', readingsOf(output))).toBeDefined()
  })

  test.each([
    ['an id', 'f00d521234abcdefa'],
    ['a time', '1764521234123456789'],
    ['numbers that are neighbours', 'took 90521234 of 567890 bytes'],
  ])('does not take a few of its digits in %s for it', (_, output) => {
    expect(leakOf('0521234567', readingsOf(output))).toBeUndefined()
  })

  test('stays silent where nothing is left', () => {
    expect(leakOf(value, readingsOf('user [email] paid 120.00'))).toBeUndefined()
  })
})
