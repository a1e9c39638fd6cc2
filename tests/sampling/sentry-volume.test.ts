import { expect, test } from 'vitest'
import { METRIC, SPAN } from '../../app-shim/src/names.ts'
import { startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { ownMetrics } from '../support/own-metrics.ts'
import { sendTrace } from '../support/send.ts'
import { startSentry } from '../support/sentry.ts'
import { startSink } from '../support/sink.ts'
import type { SpanLiteral } from '../support/spans.ts'
import { waitFor } from '../support/wait-for.ts'
import { request } from './decisions.ts'

const ALWAYS: SpanLiteral[] = [
  request({ children: [{ name: 'query', status: 'ERROR' }] }),
  request({ children: [{ name: 'work', events: [{ name: METRIC.tenantIsolationFailures.name }] }] }),
  request({ attributes: { 'ticketcap.sampling.keep': true }, children: [{ name: 'work' }] }),
]
const SHARED: SpanLiteral[] = [
  request({ children: [{ name: SPAN.payment }] }),
  request({ durationMs: 3000, children: [{ name: 'work' }] }),
  request({ children: [{ name: 'work' }] }),
]
const EACH = 80

/** Sends every kind of trace `EACH` times and tells which of them Sentry and the other backend got. */
async function delivered(percentage: string) {
  await using sink = await startSink()
  await using sentry = await startSentry()
  const metricsPort = await freePort()
  await using collector = await startCollector({
    traces: sink,
    env: {
      SIDECAR_METRICS_PORT: String(metricsPort),
      SENTRY_DSN: sentry.dsn,
      SENTRY_TRACES_PERCENTAGE: percentage,
      SAMPLING_BASELINE_PERCENTAGE: '100',
    },
  })
  const send = (roots: SpanLiteral[]) =>
    Promise.all(roots.flatMap((root) => Array.from({ length: EACH }, () => sendTrace(collector, root))))
  const shared = await send(SHARED)
  const always = await send(ALWAYS)
  const traces = [...shared, ...always]
  await waitFor(() => traces.every((traceId) => sink.trace(traceId).length === 2), {
    describe: () => `${sink.spans.length} of ${traces.length * 2} spans arrived.`,
  })
  await waitFor(
    async () => {
      const { asked, passed, arrived } = await volume(metricsPort)
      return asked === traces.length * 2 && arrived === passed
    },
    { deadline: 60_000, describe: async () => JSON.stringify(await volume(metricsPort)) },
  )
  const spans = (traceId: string) => sentry.store.trace(traceId).spans.length
  return { shared: shared.map(spans), always: always.map(spans) }
}

/** Spans the step to Sentry was asked about, let pass, and that Sentry took. */
async function volume(metricsPort: number) {
  const own = await ownMetrics(metricsPort)
  const step = { processor: 'sentry_volume' }
  return {
    asked: own.sum('otelcol_processor_incoming_items_total', step),
    passed: own.sum('otelcol_processor_outgoing_items_total', step),
    arrived: own.sum('otelcol_exporter_sentry_items_total', { item_type: 'otlp_span', outcome: 'delivered' }),
  }
}

const whole = (counts: number[]) => counts.filter((spans) => spans === 2).length
const torn = (counts: number[]) => counts.filter((spans) => spans === 1).length

test.concurrent('Sentry gets all errors, incidents and what was asked for, and a share of the rest, whole', async () => {
  const { shared, always } = await delivered('25')
  expect(whole(always)).toBe(EACH * ALWAYS.length)
  expect(torn(shared)).toBe(0)
  // 25 % of 240, within four and a half standard deviations.
  expect(whole(shared)).toBeGreaterThan(30)
  expect(whole(shared)).toBeLessThan(90)
})

test.concurrent.each([
  ['0', 0],
  ['100', EACH * SHARED.length],
])('a share of %s %% is exact', async (percentage, expected) => {
  const { shared, always } = await delivered(percentage)
  expect(whole(always)).toBe(EACH * ALWAYS.length)
  expect([whole(shared), torn(shared)]).toEqual([expected, 0])
})
