import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTR, SAMPLING_POLICY_ATTRIBUTE, SPAN, SPAN_METRIC } from '../app-shim/src/names.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { type Demo, startDemo, TEST_CARDS } from './support/demo.ts'
import { expectTrace } from './support/expect-trace.ts'
import { type Prometheus, startPrometheus } from './support/prometheus.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newSpanId, newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

/** Production's share: only what a policy wants is certain to be kept. */
const SAMPLING_BASELINE_PERCENTAGE = '10'
const START_TIMEOUT_MS = 180_000

describe('an order in the demo app', () => {
  let sink: Sink
  let prometheus: Prometheus
  let collector: Collector
  let demo: Demo

  beforeAll(async () => {
    sink = await startSink()
    prometheus = await startPrometheus()
    const env = { SAMPLING_BASELINE_PERCENTAGE }
    collector = await startCollector({ traces: sink, metrics: prometheus, env })
    demo = await startDemo({ telemetry: { receiver: collector } })
  }, START_TIMEOUT_MS)

  afterAll(async () => {
    for (const part of [demo, collector, prometheus, sink]) await part?.[Symbol.asyncDispose]()
  })

  test('is one trace: proxy, route, registration, SQL and the payment call', async () => {
    const response = await demo.order({ name: 'נועה לוי' })
    expect(response.status).toBe(201)
    const { traceId } = (await response.json()) as { traceId: string }

    const spans = await expectTrace(sink, traceId, {
      name: 'POST',
      kind: 'INTERNAL',
      attributes: { 'url.path': '/api/orders' },
      children: [
        { name: 'middleware POST' },
        {
          name: 'POST /api/orders',
          kind: 'SERVER',
          attributes: {
            [ATTR.httpRoute]: '/api/orders',
            [ATTR.httpMethod]: 'POST',
            [ATTR.httpStatus]: 201,
          },
          children: [
            {
              name: 'executing api route (app) /api/orders',
              children: [
                {
                  name: SPAN.registration,
                  attributes: {
                    [ATTR.eventId]: '1',
                    [ATTR.registrationSpots]: 2,
                    [ATTR.registrationStatus]: 'CONFIRMED',
                  },
                  children: [
                    {
                      name: /^pg\.query:SELECT/,
                      kind: 'CLIENT',
                      attributes: { 'db.system.name': 'postgresql' },
                    },
                    { name: /^pg\.query:INSERT/, kind: 'CLIENT' },
                    { name: /^pg\.query:COMMIT/, kind: 'CLIENT' },
                    {
                      name: SPAN.payment,
                      attributes: {
                        [ATTR.paymentAmount]: 36_000,
                        [ATTR.paymentCurrency]: 'ILS',
                        [ATTR.paymentStatus]: 'COMPLETED',
                      },
                      children: [
                        { name: /^fetch POST/, kind: 'CLIENT', attributes: { [ATTR.httpStatus]: 200 } },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    for (const span of spans) expect(span.scope.attributes[SAMPLING_POLICY_ATTRIBUTE]).toBe('keep-payments')
  })

  test('is found from the metric: its trace id is an exemplar on the duration of its route', async () => {
    const { traceId } = (await (await demo.order()).json()) as { traceId: string }
    const series = `${SPAN_METRIC.duration}_bucket{http_route="/api/orders"}`
    await waitFor(async () => (await prometheus.exemplarTraceIds(series)).includes(traceId), {
      deadline: 30_000,
      describe: async () => `${series} has exemplars of ${await prometheus.exemplarTraceIds(series)}`,
    })
    await waitFor(() => sink.trace(traceId).length > 0)
  })

  test.each([
    ['declined', TEST_CARDS.decline, 402, 'DECLINED', 'OK'],
    ['broken at the provider', TEST_CARDS.fail, 502, 'FAILED', 'ERROR'],
  ] as const)('that is %s says so on its payment span', async (_, card, status, paymentStatus, code) => {
    const response = await demo.order({ card })
    expect(response.status).toBe(status)
    const { traceId } = (await response.json()) as { traceId: string }
    await waitFor(
      () =>
        sink
          .trace(traceId)
          .some(
            ({ name, status, attributes }) =>
              name === SPAN.payment &&
              status.code === code &&
              attributes[ATTR.paymentStatus] === paymentStatus,
          ),
      {
        describe: () => `Its spans: ${sink.trace(traceId).map((span) => `${span.name} ${span.status.code}`)}`,
      },
    )
  })

  test('tells a request in full whose parent is in no backend, and whose caller asks for no trace', async () => {
    // What the edge of a platform with tracing of its own sends on, or an outsider who clears the sampled flag.
    const [traceId, edge] = [newTraceId(), newSpanId()]
    await demo.get('/api/throws', { traceparent: `00-${traceId}-${edge}-00` })
    await expectTrace(sink, traceId, {
      name: 'GET',
      children: [
        {
          name: 'GET /api/throws',
          kind: 'SERVER',
          attributes: { [ATTR.httpRoute]: '/api/throws', [ATTR.httpStatus]: 500 },
        },
      ],
    })
    expect(sink.trace(traceId).map(({ parentSpanId }) => parentSpanId)).toContain(edge)
  })

  test('keeps names, routes and durations of two concurrent requests with one trace id apart', async () => {
    const traceId = newTraceId()
    const traceparent = () => ({ traceparent: `00-${traceId}-${newSpanId()}-01` })
    const [slow, thrown] = await Promise.all([
      demo.get('/api/slow?ms=900', traceparent()),
      demo.get('/api/throws', traceparent()),
    ])
    expect([slow.status, thrown.status]).toEqual([200, 500])

    const served = await waitFor(() => {
      const spans = sink.trace(traceId).filter(({ kind }) => kind === 'SERVER')
      return spans.length >= 2 && spans
    })
    const byName = Object.fromEntries(served.map((span) => [span.name, span]))
    expect(Object.keys(byName).sort()).toEqual(['GET /api/slow', 'GET /api/throws'])
    expect(byName['GET /api/slow']?.attributes).toMatchObject({
      [ATTR.httpRoute]: '/api/slow',
      [ATTR.httpStatus]: 200,
    })
    expect(byName['GET /api/throws']?.attributes).toMatchObject({
      [ATTR.httpRoute]: '/api/throws',
      [ATTR.httpStatus]: 500,
    })
    expect(byName['GET /api/slow']?.durationMs).toBeGreaterThanOrEqual(900)
    expect(byName['GET /api/throws']?.durationMs).toBeLessThan(900)
  })

  test('sends no query string anywhere', async () => {
    const traceId = newTraceId()
    const secret = `guest-${newSpanId()}`
    await demo.get(`/api/throws?ticket=${secret}`, { traceparent: `00-${traceId}-${newSpanId()}-01` })
    const spans = await waitFor(() => {
      const arrived = sink.trace(traceId)
      return arrived.length > 0 && arrived
    })
    expect(
      JSON.stringify(spans, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(secret)
  })
})
