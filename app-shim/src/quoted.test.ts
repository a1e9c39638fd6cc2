import { expect, test } from 'vitest'
import { quoted } from './quoted.ts'

test('a short value is shown whole', () => {
  expect(quoted('htp:/x')).toBe('"htp:/x"')
})

test('a value of several lines stays on one', () => {
  expect(quoted('a\nb')).toBe('"a\\nb"')
})

test('of a long value the start and the length are shown', () => {
  expect(quoted('x'.repeat(4000))).toBe(`"${'x'.repeat(80)}…" (4000 characters)`)
})
