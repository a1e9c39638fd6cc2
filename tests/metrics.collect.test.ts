import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COLLECT_METRIC, METRIC, type MetricDefinition } from '../app-shim/src/names.ts'
import { databases, type TestDatabase } from '../demo/db/test-database.ts'
import { COLLECT_LOCK } from '../demo/lib/collect/read-snapshot.ts'
import { COLLECT_INSTANCE, runCollectMetrics } from './support/collect-metrics.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { startFault } from './support/fault.ts'
import { type Prometheus, type Sample, startPrometheus } from './support/prometheus.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { prometheusName } from './vocabulary/prometheus-name.ts'

const DEADLINE_MS = 20_000
const nameOf = (metric: MetricDefinition) => prometheusName(metric)

let sink: Sink
let prometheus: Prometheus
let collector: Collector

beforeEach(async () => {
  sink = await startSink()
  prometheus = await startPrometheus()
  collector = await startCollector({ traces: sink, metrics: prometheus })
})

afterEach(async () => {
  await collector?.[Symbol.asyncDispose]()
  await prometheus?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
})

for (const { name, absent, start } of databases) {
  describe.skipIf(absent)(`on ${name}`, () => {
    let database: TestDatabase

    beforeAll(async () => {
      database = await start()
      await database.pool.query(SHOP)
    })

    afterAll(() => database?.stop())

    test('what it sends equals what the database says', async () => {
      const run = await runCollectMetrics(database.url, collector)
      expect(run, run.output).toMatchObject({ code: 0 })
      await arrived(COLLECT_METRIC.lastSuccess)

      const { rows: events } = await database.pool.query(
        'select id::text, seats_taken::int as sold, capacity from events where starts_at > now()',
      )
      expect(events.length).toBeGreaterThan(10)
      expect(await byLabel(METRIC.eventSold, 'ticketcap_event_id')).toEqual(
        Object.fromEntries(events.map(({ id, sold }) => [id, sold])),
      )
      expect(await byLabel(METRIC.eventCapacity, 'ticketcap_event_id')).toEqual(
        Object.fromEntries(events.map(({ id, capacity }) => [id, capacity])),
      )
      const { rows: tenants } = await database.pool.query(
        `select tenant_id, count(*)::int as events, sum(seats_taken)::int as sold, sum(capacity)::int as capacity
         from events where starts_at > now() group by 1`,
      )
      expect(tenants.length).toBeGreaterThan(1)
      for (const [metric, column] of [
        [COLLECT_METRIC.tenantEvents, 'events'],
        [COLLECT_METRIC.tenantSold, 'sold'],
        [COLLECT_METRIC.tenantCapacity, 'capacity'],
      ] as const) {
        expect(await byLabel(metric, 'ticketcap_tenant_id')).toEqual(
          Object.fromEntries(tenants.map((row) => [row.tenant_id, row[column]])),
        )
      }
      expect(await value(COLLECT_METRIC.eventsLive)).toBe(events.length)
      expect(await value(COLLECT_METRIC.eventsUnreported)).toBe(0)
      expect(
        await byLabel(COLLECT_METRIC.registrationsStored, 'ticketcap_registration_stored_status'),
      ).toEqual({ HELD: 5, CONFIRMED: 4, WAITLISTED: 1, CANCELLED: 0, other: 0 })
      expect(await byLabel(COLLECT_METRIC.queueSize, 'ticketcap_queue_name')).toEqual({
        open_holds: 3,
        expired_holds: 2,
        waitlist: 1,
      })
      const ages = await byLabel(COLLECT_METRIC.queueAge, 'ticketcap_queue_name')
      expect(ages.open_holds).toBeCloseTo(300, -2)
      expect(ages.expired_holds).toBeCloseTo(1800, -2)
      expect(ages.waitlist).toBeCloseTo(7200, -2)
      expect(await value(COLLECT_METRIC.databaseUp)).toBe(1)
      expect(await value(COLLECT_METRIC.success)).toBe(1)
      expect(await value(COLLECT_METRIC.databaseConnectionsMax)).toBe(
        Number((await database.pool.query('show max_connections')).rows[0].max_connections),
      )
      expect(Math.abs((await value(COLLECT_METRIC.lastSuccess)) - Date.now() / 1000)).toBeLessThan(60)
    })

    test('everything it stores stands in the catalogue, and nothing of a guest', async () => {
      await runCollectMetrics(database.url, collector)
      await arrived(COLLECT_METRIC.lastSuccess)
      const stored = await prometheus.query(`{instance="${COLLECT_INSTANCE}"}`)
      const catalogue = emittedSeries()
      const unknown = stored.filter(({ labels: { __name__ = '', ...labels } }) => {
        const known = catalogue.get(__name__)
        return !known || Object.keys(labels).some((label) => !known.has(label))
      })
      expect(unknown).toEqual([])
      // A job of seconds has no counters at 0 and no runtime: they would be another app that never sells.
      const names = stored.map(({ labels }) => labels.__name__)
      expect(names).toContain('ticketcap_event_sold')
      expect(
        names.filter((each) => /^(ticketcap_payments|process_|nodejs_|db_client)/.test(each ?? '')),
      ).toEqual([])
      expect(JSON.stringify(stored)).not.toMatch(/Noa Levi|noa@example\.com/)
      expect(
        JSON.stringify(sink.spans, (_, each) => (typeof each === 'bigint' ? String(each) : each)),
      ).not.toMatch(/Noa Levi|noa@example\.com/)
    })

    test('runs that overlap all end well and leave one set of series', async () => {
      const runs = await Promise.all([1, 2, 3].map(() => runCollectMetrics(database.url, collector)))
      for (const run of runs) expect(run, run.output).toMatchObject({ code: 0 })
      await arrived(COLLECT_METRIC.lastSuccess)
      expect(await prometheus.query(nameOf(COLLECT_METRIC.eventsLive))).toHaveLength(1)
      expect(await value(COLLECT_METRIC.success)).toBe(1)
    })

    // PGlite has one session for all connections: it holds every lock itself, and nobody waits for a lock.
    if (name === 'PGlite') return

    test('a run that finds another at work says so and sends nothing', async () => {
      const other = await database.pool.connect()
      try {
        await other.query('select pg_advisory_lock($1)', [COLLECT_LOCK])
        const run = await runCollectMetrics(database.url, collector)
        expect(run, run.output).toMatchObject({ code: 0 })
        expect(run.output).toContain('another run is reading now')
      } finally {
        other.release(true)
      }
      const next = await runCollectMetrics(database.url, collector)
      expect(next.output).toContain('20 live events')
      await arrived(COLLECT_METRIC.lastSuccess)
      // Not even the 0 that Prometheus puts where a value says it began.
      expect(await prometheus.number(`changes(${nameOf(COLLECT_METRIC.lastSuccess)}[10m])`)).toBe(0)
    })

    test('a statement that waits for a lock ends at the time limit', async () => {
      const other = await database.pool.connect()
      try {
        await other.query('begin')
        await other.query('lock table events in access exclusive mode')
        const run = await runCollectMetrics(database.url, collector, { COLLECT_METRICS_TIMEOUT_MS: '1000' })
        expect(run, run.output).toMatchObject({ code: 1 })
        expect(run.afterMs).toBeLessThan(10_000)
      } finally {
        other.release(true)
      }
      await arrived(COLLECT_METRIC.success)
      expect(await value(COLLECT_METRIC.success)).toBe(0)
      expect(await value(COLLECT_METRIC.databaseUp)).toBe(1)
      expect(await prometheus.query(nameOf(COLLECT_METRIC.lastSuccess))).toEqual([])
      const left = await database.pool.query(
        `select 1 from pg_stat_activity where application_name = 'ticketcap-collect-metrics' and state <> 'idle'`,
      )
      expect(left.rowCount).toBe(0)
    })
  })
}

describe('a database that does not answer', () => {
  test.for(['absent', 'hanging'] as const)(
    '%s: up is 0, that is sent, and the exit code is 1',
    async (kind) => {
      await using fault = await startFault(kind, 'http/protobuf')
      const url = `postgres://guest:hunter2@${new URL(fault.httpUrl).host}/tickets`
      const run = await runCollectMetrics(url, collector, { COLLECT_METRICS_TIMEOUT_MS: '1000' })
      expect(run, run.output).toMatchObject({ code: 1 })
      expect(run.afterMs).toBeLessThan(10_000)
      expect(run.output).toMatch(
        kind === 'absent' ? /no database answers at 127\.0\.0\.1/ : /not done after 1000 ms/,
      )
      expect(run.output).not.toContain('hunter2')
      await arrived(COLLECT_METRIC.databaseUp)
      expect(await value(COLLECT_METRIC.databaseUp)).toBe(0)
      expect(await value(COLLECT_METRIC.success)).toBe(0)
      expect(await prometheus.query(nameOf(COLLECT_METRIC.lastSuccess))).toEqual([])
    },
  )
})

test('a collector that is not there gives exit code 1, and says that nothing was sent', async () => {
  const [pglite] = databases
  const database = await pglite?.start()
  await using fault = await startFault('absent', 'http/protobuf')
  try {
    const run = await runCollectMetrics(database?.url ?? '', fault)
    expect(run, run.output).toMatchObject({ code: 1 })
    expect(run.output).toContain('NOT sent')
  } finally {
    await database?.stop()
  }
})

test('a collector that is deployed anew while the job runs is waited for', async () => {
  const [pglite] = databases
  const database = await pglite?.start()
  await using away = await startSink({ answer: 503 })
  try {
    const running = runCollectMetrics(database?.url ?? '', { httpUrl: away.url, token: 'any' })
    // Four tries take more than the three seconds that an app would wait.
    await waitFor(() => away.requests.length >= 4)
    away.answer = 'accept'
    const run = await running
    expect(run, run.output).toMatchObject({ code: 0 })
    expect(away.latest('ticketcap.collect.success').map(({ value }) => value)).toEqual([1])
  } finally {
    await database?.stop()
  }
})

test.each([
  [{ DATABASE_URL: '' }, 'DATABASE_URL is not set'],
  [{ COLLECT_METRICS_TIMEOUT_MS: 'soon' }, 'COLLECT_METRICS_TIMEOUT_MS is "soon"'],
])('wrong usage, %o, gives exit code 2', async (env, said) => {
  const run = await runCollectMetrics('postgres://127.0.0.1:1/none', collector, env)
  expect(run, run.output).toMatchObject({ code: 2 })
  expect(run.output).toContain(said)
})

/** Four confirmed, three holds that run, two that ran out, one waiting; and an event that is over, with a guest. */
const SHOP = `
  insert into events (id, tenant_id, kind, title_he, title_en, blurb_he, blurb_en, venue_id, starts_at, price_minor,
    capacity, seats_taken) values (900, 'habima', 'play', '', '', '', '', 'rovina', now() - interval '1 day', 0, 10, 1);
  insert into registrations (id, event_id, tenant_id, spots, status, amount_minor, currency, name, email, phone, locale,
    held_until, created_at)
  select gen_random_uuid(), event_id, 'habima', 1, status, 0, 'ILS', 'Noa Levi', 'noa@example.com', '', 'he',
    now() + held_for * interval '1 minute', now() - age * interval '1 minute'
  from (values (1, 'CONFIRMED', null, 900), (1, 'CONFIRMED', null, 900), (2, 'CONFIRMED', null, 1),
    (3, 'CONFIRMED', null, 1), (1, 'HELD', 5, 5), (1, 'HELD', 9, 1), (4, 'HELD', 9, 1), (4, 'HELD', -30, 40),
    (4, 'HELD', -2, 12), (2, 'WAITLISTED', null, 120), (900, 'CONFIRMED', null, 9000))
    as rows (event_id, status, held_for, age)`

async function arrived(metric: MetricDefinition): Promise<Sample[]> {
  return waitFor(
    async () => {
      const samples = await prometheus.query(nameOf(metric))
      return samples.length > 0 && samples
    },
    {
      deadline: DEADLINE_MS,
      describe: async () =>
        `Prometheus has: ${JSON.stringify(await prometheus.query(`{instance="${COLLECT_INSTANCE}"}`))}`,
    },
  )
}

function value(metric: MetricDefinition): Promise<number> {
  return prometheus.number(nameOf(metric))
}

async function byLabel(metric: MetricDefinition, label: string): Promise<Record<string, number>> {
  const samples = await prometheus.query(nameOf(metric))
  return Object.fromEntries(samples.map(({ labels, value }) => [labels[label] ?? '', value]))
}
