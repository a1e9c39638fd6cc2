import { ExportResultCode } from '@opentelemetry/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CollectorHealth } from './collector-health.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const FAILED = { code: ExportResultCode.FAILED }

function failing() {
  const health = new CollectorHealth({ origin: 'http://a:4317', out: { warn: vi.fn(), info: vi.fn() } })
  const look = vi.fn(async () => FAILED)
  const fail = (startedAt = performance.now()) => health.failed(startedAt, new Error('gone'), look)
  return { health, look, fail }
}

/** Seconds at which it looked, within a time. */
async function looksWithin(seconds: number, look: ReturnType<typeof failing>['look']): Promise<number[]> {
  const at: number[] = []
  for (let second = 1; second <= seconds; second += 1) {
    const before = look.mock.calls.length
    await vi.advanceTimersByTimeAsync(1000)
    if (look.mock.calls.length > before) at.push(second)
  }
  return at
}

it('looks after 1 s, then half as often each time, and every 30 s at least', async () => {
  const { look, fail } = failing()
  fail()
  expect(await looksWithin(125, look)).toEqual([1, 3, 7, 15, 31, 61, 91, 121])
})

it('goes on where it was for a collector that fails again within a minute, else from the start', async () => {
  const { health, look, fail } = failing()
  fail()
  await vi.advanceTimersByTimeAsync(7_500)
  health.succeeded()
  await vi.advanceTimersByTimeAsync(1_000)
  fail()
  expect(await looksWithin(20, look)).toEqual([16])
  health.succeeded()
  await vi.advanceTimersByTimeAsync(61_000)
  fail()
  expect(await looksWithin(2, look)).toEqual([1])
})

it('does not look at a collector that is back', async () => {
  const { health, look, fail } = failing()
  fail()
  health.succeeded()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(look).not.toHaveBeenCalled()
})

it('does not believe an export that began before the collector was back', async () => {
  const { health, fail } = failing()
  const early = performance.now()
  fail()
  await vi.advanceTimersByTimeAsync(500)
  health.succeeded()
  fail(early)
  expect(health.away).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  fail()
  expect(health.away).toBe(true)
})
