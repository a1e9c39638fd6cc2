import { describe, expect, it } from 'vitest'
import { boundedMilliseconds } from './slow-report.ts'

describe('boundedMilliseconds', () => {
  it('takes whole milliseconds up to ten seconds and no more', () => {
    expect(['0', '300', '10000', '10001', '999999'].map(boundedMilliseconds)).toEqual([
      0, 300, 10_000, 10_000, 10_000,
    ])
  })

  it('means the default when nothing or nonsense is asked', () => {
    expect([null, undefined, '', '-1', '1e9', 'long', '1.5'].map(boundedMilliseconds)).toEqual(
      Array(7).fill(2500),
    )
  })
})
