import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DURATION_BUCKETS_SECONDS, SAMPLING_POLICY_ATTRIBUTE, SPAN } from '../app-shim/src/names.ts'
import { type Collector, type CollectorKind, startCollector } from './support/collector.ts'
import { engineAvailability } from './support/docker/engine.ts'
import { expectTrace } from './support/expect-trace.ts'
import { type RefusedError, sendTrace, sendTraces } from './support/send.ts'
import { type Sink, startSink } from './support/sink.ts'
import { type SpanLiteral, traceOf } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const IMAGE_BUILD_TIMEOUT_MS = 20 * 60_000
const engine = engineAvailability()
const PROTOCOLS = ['grpc', 'http/protobuf'] as const

/** A route that no other test counts. */
function newRoute(): string {
  return `/api/${randomBytes(4).toString('hex')}`
}

/** A request as an app reports it. */
function request(over: Partial<SpanLiteral> = {}): SpanLiteral {
  const route = (over.attributes?.['http.route'] as string) ?? '/api/events'
  return {
    name: `GET ${route}`,
    kind: 'SERVER',
    ...over,
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.route': route,
      ...over.attributes,
    },
  }
}

/** A sink that a collector of this kind can reach. */
function sinkFor(as: CollectorKind): Promise<Sink> {
  return startSink({ host: as === 'container' ? '0.0.0.0' : '127.0.0.1' })
}

/** A collector and its sink shared by the tests of one block, for their start costs most of their time. */
function shared(as: CollectorKind, env: Record<string, string>) {
  const running = {} as { collector: Collector; sink: Sink }
  beforeAll(async () => {
    if (as === 'container' && !engine.ok) return
    running.sink = await sinkFor(as)
    running.collector = await startCollector({ as, traces: running.sink, env })
  }, IMAGE_BUILD_TIMEOUT_MS)
  afterAll(async () => {
    await running.collector?.[Symbol.asyncDispose]()
    await running.sink?.[Symbol.asyncDispose]()
    expect(running.sink?.complaints ?? []).toEqual([])
  })
  return running
}

describe.each(['process', 'container'] as const)('the collector as a %s', (as) => {
  /** Tests with a collector of their own. Containers that start together are late for their first health check. */
  const alone = as === 'process' ? test.concurrent : test
  beforeEach((context) => {
    if (as === 'container' && !engine.ok) context.skip(engine.reason)
  })
  describe.concurrent('with everything kept', () => {
    const to = shared(as, { SAMPLING_BASELINE_PERCENTAGE: '100' })

    test('writes the old HTTP names of Next.js as the stable ones, without the query string', async () => {
      const traceId = await sendTrace(to.collector, {
        name: 'POST /api/orders',
        kind: 'SERVER',
        attributes: {
          'http.method': 'POST',
          'http.target': '/api/orders?email=dana%40example.org',
          'http.status_code': 201,
          'http.route': '/api/orders',
        },
      })
      await expectTrace(to.sink, traceId, {
        name: 'POST /api/orders',
        kind: 'SERVER',
        attributes: {
          'http.request.method': 'POST',
          'http.response.status_code': 201,
          'url.path': '/api/orders',
          'http.route': '/api/orders',
          'http.method': undefined,
          'http.target': undefined,
          'http.status_code': undefined,
        },
      })
    })

    test('leaves stable names as they came', async () => {
      const attributes = {
        'url.path': '/api/orders',
        'server.address': 'tickets.example',
        'server.port': 443,
      }
      const traceId = await sendTrace(to.collector, request({ attributes }))
      const [span] = await expectTrace(to.sink, traceId, { name: 'GET /api/events', attributes })
      expect(Object.keys(span?.attributes ?? {})).toHaveLength(6)
    })

    test('writes the old database names as the stable ones and drops the connection string', async () => {
      const traceId = await sendTrace(to.collector, {
        name: 'pg.query:SELECT tickets',
        kind: 'CLIENT',
        attributes: {
          'db.system': 'postgresql',
          'db.name': 'tickets',
          'db.statement': 'SELECT 1',
          'db.user': 'app',
          'db.connection_string': 'postgresql://db/tickets',
          'net.peer.name': 'db',
          'net.peer.port': 5432,
        },
      })
      await expectTrace(to.sink, traceId, {
        name: 'pg.query:SELECT tickets',
        attributes: {
          'db.system.name': 'postgresql',
          'db.namespace': 'tickets',
          'db.query.text': 'SELECT 1',
          'server.address': 'db',
          'server.port': 5432,
          'db.system': undefined,
          'db.statement': undefined,
          'db.user': undefined,
          'db.connection_string': undefined,
        },
      })
    })

    test('drops operation.name and resource.name, and leaves the app its own attributes', async () => {
      const own = { 'ticketcap.event.id': 'evt_7', title: 'המלט', operation: 'x', 'resource.names': 'y' }
      const traceId = await sendTrace(to.collector, {
        name: 'render',
        attributes: { 'operation.name': 'next_js.render', 'resource.name': 'render', ...own },
      })
      await expectTrace(to.sink, traceId, {
        name: 'render',
        attributes: { ...own, 'operation.name': undefined, 'resource.name': undefined },
      })
    })

    test('keeps the outer span of proxy.ts as a step and counts its request once, with the real status', async () => {
      const route = newRoute()
      const traceId = await sendTrace(to.collector, {
        name: 'GET',
        kind: 'SERVER',
        attributes: {
          'next.bubble': true,
          'http.method': 'GET',
          'http.target': route,
          'http.status_code': 200,
        },
        children: [
          { name: 'middleware GET' },
          request({ status: 'ERROR', attributes: { 'http.route': route, 'http.response.status_code': 500 } }),
        ],
      })
      await expectTrace(to.sink, traceId, {
        name: 'GET',
        kind: 'INTERNAL',
        attributes: { 'http.response.status_code': undefined, 'http.status_code': undefined },
        children: [
          { name: 'middleware GET', kind: 'INTERNAL' },
          { name: `GET ${route}`, kind: 'SERVER', attributes: { 'http.response.status_code': 500 } },
        ],
      })
      const served = await waitForCalls(to.sink, route)
      expect(served.map(({ value, attributes }) => [value, attributes['http.response.status_code']])).toEqual(
        [[1, 500]],
      )
      expect(serverCalls(to.sink).filter(({ attributes }) => !attributes['http.route'])).toEqual([])
    })

    test.each(PROTOCOLS)('takes spans over %s with the right token', async (protocol) => {
      const traceId = await sendTrace(to.collector, request(), { protocol })
      await expectTrace(to.sink, traceId, { name: 'GET /api/events' })
    })

    test.each(PROTOCOLS)('refuses a wrong token and no token over %s', async (protocol) => {
      const refused = protocol === 'grpc' ? 'UNAUTHENTICATED' : 401
      for (const token of ['wrong', null]) {
        const sending = sendTrace(to.collector, request(), { protocol, token })
        await expect(sending).rejects.toMatchObject({ code: refused } satisfies Partial<RefusedError>)
      }
    })
  })

  describe.concurrent('with a baseline of 0 %', () => {
    const to = shared(as, { SAMPLING_BASELINE_PERCENTAGE: '0' })

    const KEPT: [policy: string, root: SpanLiteral][] = [
      ['keep-errors', request({ children: [{ name: 'query', status: 'ERROR' }] })],
      ['keep-slow', request({ durationMs: 2_001 })],
      ['keep-payments', request({ children: [{ name: SPAN.payment }] })],
      ['keep-registrations', request({ children: [{ name: SPAN.registration }] })],
    ]

    test.each(KEPT)('%s keeps its traces whole and says so', async (policy, root) => {
      const traceId = await sendTrace(to.collector, root)
      const spans = await expectTrace(to.sink, traceId, {
        name: root.name,
        children: root.children?.map(({ name }) => ({ name })),
      })
      for (const span of spans) expect(span.scope.attributes[SAMPLING_POLICY_ATTRIBUTE]).toBe(policy)
    })

    test('samples out what no policy wants: ordinary, exactly at the slow limit, near-misses of names', async () => {
      const out = [
        await sendTrace(to.collector, request()),
        await sendTrace(to.collector, request({ durationMs: 2_000 })),
        await sendTrace(to.collector, request({ children: [{ name: `${SPAN.payment}.retry` }] })),
        await sendTrace(to.collector, request({ attributes: { 'http.response.status_code': 404 } })),
      ]
      // Decided after the others: once it is here, they would be too.
      const later = await sendTrace(to.collector, request({ status: 'ERROR' }))
      await expectTrace(to.sink, later, { name: 'GET /api/events' })
      for (const traceId of out) expect(to.sink.trace(traceId)).toEqual([])
    })

    test('counts every request exactly, kept or not, apart by route, method and status', async () => {
      const route = newRoute()
      const counts = { 200: 23, 404: 5, 500: 3 }
      for (const [status, count] of Object.entries(counts)) {
        for (let i = 0; i < count; i++) {
          const attributes = { 'http.route': route, 'http.response.status_code': Number(status) }
          await sendTrace(to.collector, request({ attributes }))
        }
      }
      await waitFor(() => total(countedBy(to.sink, route)) >= 31, {
        describe: () => `Counted ${JSON.stringify(countedBy(to.sink, route))}`,
      })
      expect(countedBy(to.sink, route)).toEqual(counts)
    })

    test('puts durations into buckets with edges at exactly 2 s and 5 s', async () => {
      const route = newRoute()
      for (const durationMs of [1_999, 2_000, 2_001, 5_000, 5_001]) {
        await sendTrace(to.collector, request({ durationMs, attributes: { 'http.route': route } }))
      }
      const point = await waitFor(() =>
        to.sink
          .latest('traces.span.metrics.duration')
          .find(({ attributes, count }) => attributes['http.route'] === route && count === 5),
      )
      expect(point.unit).toBe('s')
      expect(point.bounds).toEqual([...DURATION_BUCKETS_SECONDS])
      const upTo = (edge: number) =>
        total(point.bucketCounts?.slice(0, (point.bounds?.indexOf(edge) ?? 0) + 1) ?? [])
      expect([upTo(1), upTo(2), upTo(5), upTo(10)]).toEqual([0, 2, 4, 5])
    })

    test('hangs the trace id on the durations as an exemplar', async () => {
      const route = newRoute()
      const traceId = await sendTrace(to.collector, request({ attributes: { 'http.route': route } }))
      const exemplars = await waitFor(() =>
        to.sink.points
          .filter(({ metric, attributes }) => /duration$/.test(metric) && attributes['http.route'] === route)
          .flatMap((point) => point.exemplars)
          .map((exemplar) => exemplar.traceId)
          .find((id) => id === traceId),
      )
      expect(exemplars).toBe(traceId)
    })
  })

  alone('keeps the number of series bounded when names are not, and the total exact', async () => {
    await using sink = await sinkFor(as)
    await using collector = await startCollector({
      as,
      traces: sink,
      env: { SAMPLING_BASELINE_PERCENTAGE: '0' },
    })
    const limit = 2_000
    const sent = 3_000
    const children = Array.from({ length: sent }, (_, i) =>
      request({ attributes: { 'http.route': `/r/${i}` } }),
    )
    for (let i = 0; i < sent; i += 500) {
      await sendTraces(collector, traceOf({ name: 'batch', children: children.slice(i, i + 500) }))
    }
    const served = () => serverCalls(sink).map(({ value = 0 }) => value)
    const counted = () => total(sink.latest('traces.span.metrics.calls').map(({ value = 0 }) => value))
    await waitFor(() => counted() === sent + sent / 500, { describe: () => `Counted ${counted()}` })
    expect(served().length).toBeLessThanOrEqual(limit)
    const overflow = sink
      .latest('traces.span.metrics.calls')
      .filter(({ attributes }) => attributes['otel.metric.overflow'] === true)
    expect(overflow).toHaveLength(1)
  })

  alone.each(['gone', 503, 429] as const)(
    'a backend that is %s for a while gets everything afterwards',
    async (fault) => {
      await using sink = await sinkFor(as)
      await using collector = await startCollector({
        as,
        traces: sink,
        env: { SAMPLING_BASELINE_PERCENTAGE: '100' },
      })
      if (fault === 'gone') await sink.close()
      else sink.answer = fault
      const traceIds = await Promise.all(Array.from({ length: 20 }, () => sendTrace(collector, request())))
      await waitFor(() => /[Ee]xporting failed|[Rr]etry/.test(collector.output), {
        describe: () => 'The collector never said that delivering fails.',
      })
      expect(sink.spans).toEqual([])
      if (fault === 'gone') await sink.listen()
      sink.answer = 'accept'
      await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 1), {
        deadline: 45_000,
        describe: () => `${sink.spans.length} of ${traceIds.length} arrived.`,
      })
    },
  )

  alone('loses nothing that waits for its verdict when it is told to stop', async () => {
    await using sink = await sinkFor(as)
    await using collector = await startCollector({
      as,
      traces: sink,
      env: { SAMPLING_BASELINE_PERCENTAGE: '100', SAMPLING_DECISION_WAIT: '60s' },
    })
    const traceIds = await Promise.all(Array.from({ length: 20 }, () => sendTrace(collector, request())))
    // Delivered before it ends, or by the next start from what it left in its storage.
    await collector.restart()
    await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 1), {
      describe: () => `${sink.spans.length} of ${traceIds.length} arrived.`,
    })
  })

  test('does not start without a token, and names the variable', async () => {
    await using sink = await sinkFor(as)
    const starting = startCollector({ as, traces: sink, env: { SIDECAR_TOKEN: '' } })
    await expect(starting).rejects.toThrow(/SIDECAR_TOKEN/)
  })
})

function serverCalls(sink: Sink) {
  return sink
    .latest('traces.span.metrics.calls')
    .filter(({ attributes }) => attributes['span.kind'] === 'SPAN_KIND_SERVER')
}

/** The counts of one route, once there are some: every series is first sent with a 0, where it began. */
function waitForCalls(sink: Sink, route: string) {
  return waitFor(() => {
    const calls = serverCalls(sink).filter(({ attributes }) => attributes['http.route'] === route)
    return calls.some(({ value }) => value) && calls
  })
}

/** Requests of a route by status, from the newest counts. */
function countedBy(sink: Sink, route: string): Record<string, number> {
  const calls = serverCalls(sink).filter(({ attributes }) => attributes['http.route'] === route)
  return Object.fromEntries(
    calls.map(({ value = 0, attributes }) => [String(attributes['http.response.status_code']), value]),
  )
}

function total(numbers: readonly number[] | Record<string, number>): number {
  return Object.values(numbers).reduce((sum, value) => sum + value, 0)
}
