import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../root.ts'
import { deriveConfig } from './derive-config.ts'

const SHIPPED = readFileSync(path.join(ROOT, 'collector-config.yaml'), 'utf8')
const PLACE = { receiverPort: 1, metricsPort: 2, sinkPort: 3, speed: 10 }

const derived = () =>
  JSON.parse(deriveConfig(SHIPPED, 'collector-config.yaml', PLACE, {}).text) as {
    processors: Record<string, Record<string, unknown>>
  }

test('a replay leaves the journal of a running collector alone, and keeps every other setting of the sampler', () => {
  expect(SHIPPED).toContain('journal:')
  const sampler = derived().processors.tail_sampling
  expect(sampler).not.toHaveProperty('journal')
  expect(sampler).toMatchObject({ decision_wait: '1000ms', sample_on_first_match: true, num_traces: 200_000 })
})

test('a replay shows what Sentry would get before there is a DSN', () => {
  expect(SHIPPED).toMatch(/dsn: \$\{env:SENTRY_DSN:-\}/)
  expect(derived().processors.sentry_volume).toMatchObject({
    dsn: expect.stringMatching(/^https:/),
    always: expect.arrayContaining(['keep-errors']),
  })
})
