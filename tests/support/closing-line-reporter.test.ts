import { expect, test } from 'vitest'
import { closingLine } from './closing-line-reporter.ts'

test('names passed and failed counts, and skips only when there are some', () => {
  expect(closingLine({ passed: 3, failed: 1, skipped: [] })).toBe('3 passed, 1 failed')
  expect(closingLine({ passed: 3, failed: 0, skipped: ['a: no engine'] })).toBe(
    '3 passed, 0 failed, 1 skipped',
  )
})
