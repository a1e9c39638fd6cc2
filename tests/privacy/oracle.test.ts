import { createHash } from 'node:crypto'
import { encodeLogs, encodeMetrics, encodeTraces } from '@ticketcap/otlp'
import { describe, expect, test } from 'vitest'
import { type Case, makeCases } from './cases.ts'
import { makeHeldOutCases } from './held-out/cases.ts'
import { leakOf, leakOfCase, readingsOf } from './oracle.ts'

const SEED = 1

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
    ['in front of the tag of a field', '0 5 2 - 1 2 3 - 4 5 6 70\u0002'],
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

  test.each([
    ['of the corpus', makeCases],
    ['held out', makeHeldOutCases],
  ])('sees every value %s where nothing is scrubbed', (_, make) => {
    const unseen = make(SEED).filter((c) => leakOfCase(c, bytesOf(c)) === undefined)
    expect(
      unseen.slice(0, 20).map((c) => [c.kind.name, c.encoding.name, c.place.name, c.value, c.text]),
    ).toEqual([])
  })

  test('stays silent where nothing is left', () => {
    expect(leakOf(value, readingsOf('user [email] paid 120.00'))).toBeUndefined()
  })
})

/** A case as it is sent. */
function bytesOf({ place, ...plant }: Case): Buffer {
  if (place.signal === 'traces') return Buffer.from(encodeTraces({ resourceSpans: [place.build(plant)] }))
  if (place.signal === 'metrics') return Buffer.from(encodeMetrics({ resourceMetrics: [place.build(plant)] }))
  return Buffer.from(encodeLogs({ resourceLogs: [place.build(plant)] }))
}
