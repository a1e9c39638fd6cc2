import { expect, it } from 'vitest'
import { median, report } from './report.ts'

it.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2],
])('takes the middle of %j', (values, middle) => {
  expect(median(values)).toBe(middle)
})

it('shows what each variant adds to the first', () => {
  const measurement = (cpuMicrosPerRequest: number) => {
    const load = { requestsPerSecond: 100, cpuMicrosPerRequest, p99Millis: 9 }
    return { steady: load, saturated: load, requests: 21 }
  }
  const table = report([
    { name: 'nothing', measurements: [measurement(500)], deliveredPerRequest: undefined },
    { name: 'shim', measurements: [measurement(700)], deliveredPerRequest: 2 },
  ])
  expect(table.split('\n').slice(2)).toEqual([
    '| nothing | 100 | 500 | 0 | 9 | 500 | 0 | 9 | - |',
    '| shim | 100 | 700 | 200 | 9 | 700 | 200 | 9 | 2.00 |',
  ])
})
