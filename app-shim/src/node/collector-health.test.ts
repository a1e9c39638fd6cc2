import { ExportResultCode } from '@opentelemetry/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CollectorHealth } from './collector-health.ts'

beforeEach(() => void vi.useFakeTimers({ now: 500 }))
afterEach(() => void vi.useRealTimers())

const FAILED = { code: ExportResultCode.FAILED }

function failing() {
  const health = new CollectorHealth({ origin: 'http://a:4317', out: { warn: vi.fn(), info: vi.fn() } })
  const looks: number[] = []
  const look = async () => {
    looks.push(Date.now())
    return FAILED
  }
  const fail = (startedAt = performance.now()) => health.failed(startedAt, new Error('gone'), look)
  return { health, looks, fail }
}

it('looks whenever the clock shows a multiple of 2 s, however long it is away', async () => {
  const { looks, fail } = failing()
  fail()
  await vi.advanceTimersByTimeAsync(9_000)
  expect(looks).toEqual([2_000, 4_000, 6_000, 8_000])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(looks).toHaveLength(304)
})

it('looks at the same moment in processes that saw the failure at different times', async () => {
  const [one, other] = [failing(), failing()]
  one.fail()
  await vi.advanceTimersByTimeAsync(700)
  other.fail()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(one.looks).toEqual(other.looks)
})

it('looks half as often each time it fails within a minute, every 32 s at least, then as at first', async () => {
  const { health, looks, fail } = failing()
  const intervals: number[] = []
  const failAndReturn = async () => {
    fail()
    looks.length = 0
    await vi.advanceTimersByTimeAsync(80_000)
    intervals.push((looks[1] ?? 0) - (looks[0] ?? 0))
    health.succeeded()
  }
  for (let time = 0; time < 6; time += 1) await failAndReturn()
  await vi.advanceTimersByTimeAsync(61_000)
  await failAndReturn()
  expect(intervals).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 32_000, 2_000])
})

it('does not look at a collector that is back', async () => {
  const { health, looks, fail } = failing()
  fail()
  health.succeeded()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(looks).toEqual([])
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
