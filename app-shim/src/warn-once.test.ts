import { afterEach, expect, it, vi } from 'vitest'
import { warnOnce } from './warn-once.ts'

afterEach(() => vi.restoreAllMocks())

it('prints a warning once per code and subject', () => {
  const printed = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  for (let i = 0; i < 3; i += 1) warnOnce('E_VARIABLE_INVALID', 'A', 'is "x".')
  warnOnce('E_VARIABLE_INVALID', 'B', 'is "y".')
  expect(printed.mock.calls.flat()).toEqual([
    expect.stringContaining('[telemetry] E_VARIABLE_INVALID A is "x".'),
    expect.stringContaining('[telemetry] E_VARIABLE_INVALID B is "y".'),
  ])
})
