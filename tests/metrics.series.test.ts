import { beforeAll, expect, test } from 'vitest'
import { runSeries, type SeriesRun } from './series/run.ts'

/** Of the whole product, whatever is done to it. */
const LIMIT = 5000
/** Of one process of an app: 200 label sets of its largest histogram, and everything else. */
const PROCESS_LIMIT = 3600

let run: SeriesRun

beforeAll(async () => {
  run = await runSeries()
}, 600_000)

test('a day with 50 live events makes less than 5,000 series, and every part makes some', () => {
  for (const [source, count] of Object.entries(run.day)) expect(count, source).toBeGreaterThan(10)
  expect(run.day.all).toBeLessThan(LIMIT)
})

test('an attack with new names in every request adds what is bounded, the next one nothing', () => {
  const { day, attacked, attackedAgain } = run
  expect(attacked.requests, JSON.stringify(run)).toBeGreaterThan(day.requests)
  expect(attacked.all - day.all, JSON.stringify(run)).toBeLessThan(LIMIT / 5)
  expect(attackedAgain.requests - attacked.requests, JSON.stringify(run)).toBe(0)
  expect(attackedAgain.app - attacked.app, JSON.stringify(run)).toBe(0)
})

test('an app that gives every call of the shim new names makes no more than one process may', () => {
  const added = run.misused.app - run.attackedAgain.app
  expect(added, JSON.stringify(run)).toBeGreaterThan(100)
  expect(added, JSON.stringify(run)).toBeLessThan(PROCESS_LIMIT)
})
