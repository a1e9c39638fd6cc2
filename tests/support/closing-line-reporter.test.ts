import { expect, test } from 'vitest'
import { closingLine, reasonOf } from './closing-line-reporter.ts'

test('names passed and failed counts, and skips only when there are some', () => {
  expect(closingLine({ passed: 3, failed: ['b: no'], skipped: [] })).toBe('3 passed, 1 failed')
  expect(closingLine({ passed: 3, failed: [], skipped: ['a: no engine'] })).toBe(
    '3 passed, 0 failed, 1 skipped',
  )
})

test('a reason is one line, and short', () => {
  expect(reasonOf({ message: 'expected 0\n  to be 1' })).toBe('expected 0 to be 1')
  expect(reasonOf({ message: 'x'.repeat(1000) })).toBe(`${'x'.repeat(300)}…`)
})
