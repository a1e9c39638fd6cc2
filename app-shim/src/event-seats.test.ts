import { beforeEach, expect, it, vi } from 'vitest'
import { rememberSeats, reportedSeats } from './event-seats.ts'
import { sharedState } from './shared-state.ts'

const HOUR = 3_600_000
const ids = (now: number) => [...reportedSeats(now)].map(([id]) => id)

beforeEach(() => {
  sharedState().eventSeats?.clear()
  sharedState().warned.clear()
})

it('reports an event until nobody has looked at it for 6 hours', () => {
  rememberSeats('1', 10, 100, 0)
  expect(ids(6 * HOUR - 1)).toEqual(['1'])
  expect(ids(6 * HOUR)).toEqual([])
  rememberSeats('1', 11, 100, 6 * HOUR)
  expect([...reportedSeats(6 * HOUR)]).toEqual([['1', { sold: 11, capacity: 100, at: 6 * HOUR }]])
})

it('knows 100 events; one more is left out with a warning until another is forgotten', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  for (let id = 1; id <= 100; id++) rememberSeats(String(id), 1, 2, id)
  expect(warn).not.toHaveBeenCalled()
  rememberSeats('101', 1, 2, HOUR)
  rememberSeats('102', 1, 2, HOUR)
  expect(ids(HOUR)).toHaveLength(100)
  expect(ids(HOUR)).not.toContain('101')
  expect(warn).toHaveBeenCalledOnce()
  rememberSeats('100', 2, 2, HOUR)
  rememberSeats('101', 1, 2, 6 * HOUR + 1)
  expect(ids(6 * HOUR + 1)).toContain('101')
})

it('takes no text for an id', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  rememberSeats('x'.repeat(64), 1, 2, 0)
  rememberSeats('x'.repeat(65), 1, 2, 0)
  expect(ids(0)).toEqual(['x'.repeat(64)])
})
