import { beforeAll, describe, expect, test } from 'vitest'
import { isPromised } from './envelope-places.ts'
import { type EnvelopeResult, runEnvelopeCorpus } from './envelope-run.ts'

const SEED = 1
/** A recording is read within a budget or goes whole; these are written to be hard to read. */
const DROPPED_SHARE = 0.001
const LIMIT_MS = 10 * 60_000

describe('the corpus in Sentry envelopes through the shipped configuration', () => {
  let result: EnvelopeResult
  beforeAll(async () => {
    result = await runEnvelopeCorpus(SEED)
  }, LIMIT_MS)

  test('plants twenty thousand values or more', () => {
    expect(result.verdicts.length).toBeGreaterThanOrEqual(20_000)
  })

  test('lets no value of a promised cell reach Sentry', () => {
    const leaked = result.verdicts.filter(
      ({ case: c, leak }) => leak !== undefined && isPromised(c.kind, c.place),
    )
    expect(
      leaked
        .slice(0, 20)
        .map(({ case: c, leak }) => [c.kind.name, c.encoding.name, c.place.name, c.key, c.text, leak]),
    ).toEqual([])
  })

  test('lets no promised value into requests, own metrics, logs or queue files', () => {
    const leaked = result.elsewhere.filter(({ case: c }) => isPromised(c.kind, c.place))
    expect(
      leaked.slice(0, 20).map(({ case: c }) => [c.kind.name, c.encoding.name, c.place.name, c.text]),
    ).toEqual([])
  })

  test('leaves 99.9 % of the harmless values byte for byte as they were', () => {
    const share = result.altered.length / result.negatives
    expect(share, JSON.stringify(result.altered.slice(0, 20))).toBeLessThanOrEqual(0.001)
  })

  test('drops next to no replay, and counts those it drops', () => {
    const replays = result.verdicts.filter(({ case: c }) => /^(replay|recorded)/.test(c.place.name))
    expect(result.dropped).toBeLessThanOrEqual(replays.length * DROPPED_SHARE)
  })

  test('sends nothing that Sentry would refuse', () => {
    expect(result.complaints).toEqual([])
  })
})
