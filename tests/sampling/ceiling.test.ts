import { expect, test } from 'vitest'
import { SPAN } from '../../app-shim/src/names.ts'
import { startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { ownMetrics } from '../support/own-metrics.ts'
import { sendTrace } from '../support/send.ts'
import { startSink } from '../support/sink.ts'
import type { SpanLiteral } from '../support/spans.ts'
import { waitFor } from '../support/wait-for.ts'
import { everythingIsDecided, keptBy, request } from './decisions.ts'

/** Ten spans a second, and a hundred saved up. */
const CEILING = { SAMPLING_MAX_SPANS_PER_SECOND: '10', SAMPLING_BASELINE_PERCENTAGE: '100' }
const SAVED_UP = 100

/** Traces of two spans. */
const pair = (over: Partial<SpanLiteral> = {}) => request({ ...over, children: [{ name: 'work' }] })

test.concurrent('the ceiling bounds ordinary traces, counts the rest, and never touches errors', async () => {
  await using sink = await startSink()
  const metricsPort = await freePort()
  await using collector = await startCollector({
    traces: sink,
    env: { ...CEILING, SIDECAR_METRICS_PORT: String(metricsPort) },
  })
  const send = (root: SpanLiteral) => sendTrace(collector, root)
  const ordinary = await Promise.all(Array.from({ length: 150 }, () => send(pair())))
  const errors = await Promise.all(Array.from({ length: 150 }, () => send(pair({ status: 'ERROR' }))))
  for (const traceId of errors) expect(await keptBy({ collector, sink }, traceId, 2)).toBe('keep-errors')
  await everythingIsDecided({ collector, sink })

  const kept = ordinary.filter((traceId) => sink.trace(traceId).length > 0)
  for (const traceId of kept) expect(sink.trace(traceId)).toHaveLength(2)
  // Ordinary traces leave six tenths of what is saved up to others.
  expect(kept.length * 2).toBeGreaterThanOrEqual(SAVED_UP * 0.4)
  expect(kept.length * 2).toBeLessThan(SAVED_UP)
  const own = await ownMetrics(metricsPort)
  const refused = own.sum('otelcol_sampling_ceiling_refused_spans_total', { policy: 'baseline' })
  expect(refused, own.lines('ceiling')).toBe((ordinary.length - kept.length) * 2)
  expect(collector.output.match(/More traces than the ceiling allows/g)).toHaveLength(1)
})

test.concurrent('payments are kept while ordinary traces are already left out', async () => {
  await using sink = await startSink()
  await using collector = await startCollector({ traces: sink, env: CEILING })
  const ordinary = await Promise.all(Array.from({ length: 100 }, () => sendTrace(collector, pair())))
  await everythingIsDecided({ collector, sink })
  const payments = await Promise.all(
    Array.from({ length: 20 }, () => sendTrace(collector, request({ children: [{ name: SPAN.payment }] }))),
  )
  for (const traceId of payments) expect(await keptBy({ collector, sink }, traceId, 2)).toBe('keep-payments')
  expect(ordinary.filter((traceId) => sink.trace(traceId).length > 0).length).toBeLessThan(ordinary.length)
})

test.concurrent('below the ceiling nothing is left out', async () => {
  await using sink = await startSink()
  await using collector = await startCollector({ traces: sink, env: { SAMPLING_BASELINE_PERCENTAGE: '100' } })
  const traceIds = await Promise.all(Array.from({ length: 300 }, () => sendTrace(collector, pair())))
  await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 2), {
    describe: () => `${sink.spans.length} of ${traceIds.length * 2} spans arrived.`,
  })
  expect(collector.output).not.toMatch(/ceiling allows/)
})
