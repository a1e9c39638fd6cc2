import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { rendezvous } from './rendezvous.ts'

const NAMES = ['collector-a', 'collector-b', 'collector-c']
const KEYS = Array.from({ length: 3000 }, (_, index) =>
  createHash('md5').update(`trace ${index}`).digest('hex'),
)

const chosen = (names: readonly string[], may?: (index: number) => boolean) => {
  const choose = rendezvous(names)
  return KEYS.map((key) => names[choose(key, may)])
}

it('gives every name its share', () => {
  const choices = chosen(NAMES)
  for (const name of NAMES) {
    const share = choices.filter((choice) => choice === name).length / KEYS.length
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.37)
  }
})

it('gives every name its share of ids that count up, and of ids that are random in the first half only', () => {
  const choose = rendezvous(NAMES)
  const pad = (index: number) => index.toString(16).padStart(16, '0')
  for (const id of [
    (index: number) => pad(0) + pad(index + 1),
    (index: number) => KEYS[index]?.slice(0, 16) + pad(0),
  ]) {
    const first = KEYS.filter((_, index) => choose(id(index)) === 0).length / KEYS.length
    expect(first).toBeGreaterThan(0.28)
    expect(first).toBeLessThan(0.39)
  }
})

it('does not look at the order of the names', () => {
  expect(chosen(NAMES.toReversed())).toEqual(chosen(NAMES))
})

it('moves only the keys of a name that is gone, and to all others', () => {
  const before = chosen(NAMES)
  const after = chosen(NAMES, (index) => index !== 1)
  const moved = after.filter((choice, index) => choice !== before[index])
  expect(moved).toHaveLength(before.filter((choice) => choice === 'collector-b').length)
  expect(new Set(moved)).toEqual(new Set(['collector-a', 'collector-c']))
  expect(after).toEqual(chosen(['collector-a', 'collector-c']))
})

it('chooses none where none may be', () => {
  expect(rendezvous(NAMES)('key', () => false)).toBe(-1)
})
