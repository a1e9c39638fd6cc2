import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inRepository } from './support/repository.ts'
import { APP_METRICS } from './vocabulary/catalogue.ts'
import { metricRow } from './vocabulary/metric-table.ts'

const rows = readFileSync(inRepository('docs/metrics.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))

test.each(APP_METRICS.map((metric) => [metric.name, metricRow(metric)]))(
  'docs/metrics.md has %s',
  (_, row) => {
    expect(rows).toContain(row)
  },
)

test('docs/metrics.md has no other metric', () => {
  expect(rows.length).toBe(APP_METRICS.length)
})
