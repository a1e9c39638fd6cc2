import { describe, expect, test } from 'vitest'
import { percentile } from '../cli/src/percentile.ts'
import { startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { accountAt, counted, sidecarLedger } from './support/ledger.ts'
import { ownMetrics } from './support/own-metrics.ts'
import { type Sentry, startSentry } from './support/sentry.ts'
import { errorEvent, sendEnvelope } from './support/sentry-envelope.ts'
import { startTraffic, type Traffic } from './support/sentry-traffic.ts'
import { startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

/** Seconds that Sentry is away in each test. Set SENTRY_OUTAGE_SECONDS for a long one; the limits here follow. */
const OUTAGE_MS = Number(process.env.SENTRY_OUTAGE_SECONDS ?? 8) * 1000
/** The back-off of the shipped configuration grows to 30 s. */
const RECOVERY_MS = 45_000 + OUTAGE_MS / 2
const LIMIT_MS = 2 * OUTAGE_MS + RECOVERY_MS + 60_000
/** `num_consumers` of the shipped configuration: so many envelopes can be under way, and arrive late. */
const CONSUMERS = 4
/** Requests that are under way together may overtake each other by more, now and then. */
const MISPLACED_SHARE = 0.005
/** Receiving must not notice that Sentry is away; the machine of a test may be busy. */
const P99_MS = 500

const FAULTS: [string, Sentry['answer'] | 'gone'][] = [
  ['is gone', 'gone'],
  ['answers 500', { status: 500 }],
  ['answers 503 and names a time', { status: 503, retryAfter: 2 }],
  ['never answers', 'hang'],
  ['cuts connections', 'drop'],
  ['answers 429 without saying for what', { status: 429, retryAfter: 2 }],
  [
    'answers 429 for errors, for a short time',
    ({ endpoint }) =>
      endpoint === 'envelope' ? { status: 429, rateLimits: '3:error:organization' } : 'accept',
  ],
]

describe.concurrent('Sentry is away under traffic', () => {
  test.each(FAULTS)(
    'when it %s, nothing accepted is lost and nothing slows down',
    async (_, fault) => {
      await using sink = await startSink()
      await using sentry = await startSentry()
      const metricsPort = await freePort()
      await using collector = await startCollector({
        traces: sink,
        env: { SENTRY_DSN: sentry.dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
      })
      const traffic = startTraffic(collector)
      await waitFor(() => sentry.store.errors().length > 0, { describe: () => sentry.output })

      if (fault === 'gone') await sentry.close()
      else sentry.answer = fault
      const before = traffic.events.length
      await outage()
      const during = traffic.events.length - before
      if (fault === 'gone') await sentry.listen()
      else sentry.answer = 'accept'
      await waitFor(() => traffic.events.length > before + during + 10, { describe: () => collector.output })
      await traffic.stop()

      await waitFor(() => missing(sentry, traffic).length === 0, {
        deadline: RECOVERY_MS,
        describe: async () => {
          const places = missing(sentry, traffic).map((id) => traffic.events.indexOf(id))
          const said = collector.output.split('\n').filter((line) => !line.includes('Will retry'))
          return [
            `Of ${traffic.events.length} events, ${before} before the outage, these are missing: ${places.join(', ')}.`,
            ...(await ownMetrics(metricsPort)).lines('otelcol_exporter'),
            ...said.slice(-20),
            sentry.output,
          ].join('\n')
        },
      })
      await waitFor(() => missingTraces(sentry, traffic).length === 0, {
        deadline: RECOVERY_MS,
        describe: () =>
          `${missingTraces(sentry, traffic).length} of ${traffic.traces.length} traces are missing.`,
      })
      expect(during).toBeGreaterThan(OUTAGE_MS / 1000)
      expect(traffic.refused).toEqual([])
      expect(twice(sentry)).toEqual([])
      expect(stragglers(sentry, traffic)).toBeLessThanOrEqual(
        CONSUMERS + traffic.events.length * MISPLACED_SHARE,
      )
      expect(percentile(traffic.latencies, 0.99)).toBeLessThan(P99_MS)
      await booked(metricsPort, 'delivered', traffic.events.length)
      await booked(metricsPort, 'rejected', 0)
      await booked(metricsPort, 'rate_limited', 0)
    },
    LIMIT_MS,
  )

  test(
    'a restart of the collector in the middle loses nothing',
    async () => {
      await using sink = await startSink()
      await using sentry = await startSentry()
      await using collector = await startCollector({ traces: sink, env: { SENTRY_DSN: sentry.dsn } })
      sentry.answer = { status: 503 }
      const events = Array.from({ length: 40 }, () => errorEvent())
      for (const event of events) await sendEnvelope(collector, [['event', event]])
      await collector.restart()
      expect(sentry.store.errors()).toEqual([])
      sentry.answer = 'accept'
      const got = () => new Set(sentry.store.errors({ limit: 1000 }).map(({ eventId }) => eventId)).size
      await waitFor(() => got() === events.length, { deadline: RECOVERY_MS, describe: () => sentry.output })
    },
    LIMIT_MS,
  )
})

describe.concurrent('rate limits', () => {
  test('while a category is limited nothing of it is sent, the rest goes on, and it waits for a short limit', async () => {
    await using sink = await startSink()
    await using sentry = await startSentry()
    const metricsPort = await freePort()
    await using collector = await startCollector({
      traces: sink,
      env: { SENTRY_DSN: sentry.dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
    })
    sentry.answer = { status: 200, rateLimits: '4:error:organization' }
    const first = errorEvent()
    await sendEnvelope(collector, [['event', first]])
    // Booked behind the answer, and with it the limit.
    await booked(metricsPort, 'delivered', 1)
    const limitedAt = performance.now()
    sentry.answer = 'accept'
    await sendEnvelope(collector, [['event', errorEvent()]])
    await sendEnvelope(collector, [
      ['check_in', { check_in_id: 'c'.repeat(32), monitor_slug: 'nightly', status: 'ok' }],
    ])
    await waitFor(() => sentry.store.items('check_in').length === 1, { describe: () => sentry.output })
    expect(sentry.store.errors()).toHaveLength(1)
    await waitFor(() => sentry.store.errors().length === 2, {
      deadline: RECOVERY_MS,
      describe: () => sentry.output,
    })
    expect(performance.now() - limitedAt).toBeGreaterThan(3500)
  })

  test('what is limited for longer is removed and counted, and the rest of its envelope arrives', async () => {
    await using sink = await startSink()
    await using sentry = await startSentry()
    const metricsPort = await freePort()
    await using collector = await startCollector({
      traces: sink,
      env: { SENTRY_DSN: sentry.dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
    })
    sentry.answer = { status: 429, rateLimits: '3600:error:organization' }
    await sendEnvelope(collector, [['event', errorEvent()]])
    await booked(metricsPort, 'rate_limited', 1)
    sentry.answer = 'accept'
    await sendEnvelope(collector, [
      ['event', errorEvent()],
      ['sessions', { aggregates: [], attrs: { release: 'r' } }],
    ])
    await waitFor(() => sentry.store.items('sessions').length === 1, { describe: () => sentry.output })
    expect(sentry.store.items().map(({ type }) => type)).toEqual(['sessions'])
    await booked(metricsPort, 'rate_limited', 2)
    // Of the second envelope the rest arrived.
    const account = accountAt(await sidecarLedger(metricsPort, '--wait=20'), 'logs', 'sentry_envelope')
    expect([counted(account, 'delivered'), counted(account, 'lost'), account.verdict]).toEqual([
      1,
      1,
      'closed',
    ])
  })
})

test.concurrent('a key that Sentry does not know deletes nothing: it is counted, said once, and tried again', async () => {
  await using sink = await startSink()
  await using sentry = await startSentry()
  const metricsPort = await freePort()
  await using collector = await startCollector({
    traces: sink,
    env: { SENTRY_DSN: sentry.dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
  })
  sentry.answer = { status: 401 }
  const events = [errorEvent(), errorEvent()]
  for (const event of events) await sendEnvelope(collector, [['event', event]])
  await waitFor(() => sentry.requests.length === 2, { describe: () => sentry.output })
  // The stand-in has answered before the exporter has read the answer and counted it.
  const refused = { endpoint: 'envelope', status: '401' }
  await waitFor(
    async () => (await ownMetrics(metricsPort)).sum('otelcol_exporter_sentry_requests_total', refused) === 2,
    { describe: async () => JSON.stringify((await ownMetrics(metricsPort)).lines('sentry')) },
  )
  const said = () =>
    collector.output.split('\n').filter((line) => line.includes('"level":"error"') && line.includes('401'))
  await waitFor(() => said().length > 0, { describe: () => collector.output })
  expect(said(), collector.output).toHaveLength(1)

  sentry.answer = 'accept'
  await waitFor(() => sentry.store.errors().length === 2, { deadline: 80_000, describe: () => sentry.output })
  expect(
    sentry.store
      .errors()
      .map(({ eventId }) => eventId)
      .toSorted(),
  ).toEqual(events.map(({ event_id }) => event_id).toSorted())
}, 150_000)

/** The length of the outage is what is tested; there is no condition to wait for. */
function outage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, OUTAGE_MS))
}

/** Waits until the exporter has counted so many events: it does so a moment after Sentry has answered. */
function booked(metricsPort: number, outcome: string, count: number): Promise<unknown> {
  const labels = { item_type: 'event', outcome }
  return waitFor(
    async () => (await ownMetrics(metricsPort)).sum('otelcol_exporter_sentry_items_total', labels) === count,
    { describe: async () => (await ownMetrics(metricsPort)).lines('sentry') },
  )
}

function arrivals(sentry: Sentry): string[] {
  return sentry.store.items('event').map(({ json }) => (json as { event_id: string }).event_id)
}

function missing(sentry: Sentry, { events }: Traffic): string[] {
  const got = new Set(arrivals(sentry))
  return events.filter((id) => !got.has(id))
}

function missingTraces(sentry: Sentry, { traces }: Traffic): string[] {
  const got = new Set(sentry.store.spans.map(({ traceId }) => traceId))
  return traces.filter((id) => !got.has(id))
}

function twice(sentry: Sentry): string[] {
  const ids = arrivals(sentry)
  return ids.filter((id, i) => ids.indexOf(id) !== i)
}

/** Events that arrived behind more younger ones than could be under way beside them. */
function stragglers(sentry: Sentry, { events }: Traffic): number {
  const sent = new Map(events.map((id, i) => [id, i]))
  const order = arrivals(sentry).map((id) => sent.get(id) ?? -1)
  return order.filter((n, i) => i - n > CONSUMERS).length
}
