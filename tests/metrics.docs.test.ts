import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  ATTR,
  BROWSER_ERROR_SPAN,
  KEEP_TRACE_HEADER,
  METRIC,
  SAMPLING_POLICY_ATTRIBUTE,
  SDK_METRIC,
  SENTRY_ATTR,
  SPAN,
} from '../app-shim/src/names.ts'
import { inRepository } from './support/repository.ts'
import { APP_METRICS, ATTRIBUTE_VALUES, EDGES } from './vocabulary/catalogue.ts'
import { edgesRow, metricRow, valuesRow } from './vocabulary/metric-table.ts'

const text = readFileSync(inRepository('docs/metrics.md'), 'utf8')
const [metricTables = '', labelTables = ''] = text.split('\n## Values of labels\n')
const rowsOf = (part: string) => part.split('\n').filter((line) => line.startsWith('| `'))
const rows = rowsOf(metricTables)
const METRICS = [...APP_METRICS, ...Object.values(SDK_METRIC)]

test.each(METRICS.map((metric) => [metric.name, metricRow(metric)]))('docs/metrics.md has %s', (_, row) => {
  expect(rows).toContain(row)
})

test('docs/metrics.md has no other metric', () => {
  expect(rows.length).toBe(METRICS.length)
})

test('docs/metrics.md has every value of every label that has a list, and every edge', () => {
  const listed = Object.entries(ATTRIBUTE_VALUES).filter(([label]) => label !== ATTR.httpStatus)
  const [valueRows, edgeRows] = [
    listed.map(([label, values]) => valuesRow(label, values)),
    EDGES.map(edgesRow),
  ]
  expect(rowsOf(labelTables)).toEqual([...valueRows, ...edgeRows])
})

test.each([
  ...Object.values(ATTR),
  ...Object.values(SPAN),
  ...Object.values(SENTRY_ATTR),
  ...[METRIC.capacityRaces, METRIC.tenantIsolationFailures, METRIC.tenantBlockedAccesses].map(
    ({ name }) => name,
  ),
  BROWSER_ERROR_SPAN,
  KEEP_TRACE_HEADER,
  SAMPLING_POLICY_ATTRIBUTE,
])('docs/metrics.md tells of the name %s', (name) => {
  expect(text).toContain(`\`${name}\``)
})
