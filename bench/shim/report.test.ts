import { expect, it } from 'vitest'
import { median, summarise, table } from './report.ts'

it.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2],
])('takes the middle of %j', (values, middle) => {
  expect(median(values)).toBe(middle)
})

const measurement = (cpuMicrosPerRequest: number) => {
  const load = { requestsPerSecond: 100, cpuMicrosPerRequest, p99Millis: 9 }
  return { steady: load, saturated: load }
}

it('shows what each variant adds to the first', () => {
  const summaries = summarise([
    { name: 'nothing', measurements: [measurement(500)], deliveredPerRequest: undefined },
    { name: 'shim', measurements: [measurement(700)], deliveredPerRequest: 2 },
  ])
  expect(table(summaries).split('\n').slice(2)).toEqual([
    '| nothing | 100 | 500 | 0 | 9 | 500 | 0 | 9 | - |',
    '| shim | 100 | 700 | 200 | 9 | 700 | 200 | 9 | 2.00 |',
  ])
})

it('compares slices measured side by side, so that a slow minute does not count', () => {
  const nothing = { name: 'nothing', deliveredPerRequest: undefined }
  const shim = { name: 'shim', deliveredPerRequest: 2 }
  const [, summary] = summarise([
    { ...nothing, measurements: [500, 2000, 510].map(measurement) },
    { ...shim, measurements: [700, 2200, 710].map(measurement) },
  ])
  expect(summary?.steady.addedMicros).toBe(200)
})
