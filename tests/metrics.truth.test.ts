import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DURATION_BUCKETS_SECONDS, METRIC, SPAN_METRIC } from '../app-shim/src/names.ts'
import type { Truth } from '../demo/buyers/truth.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { addUp, buy, type CountedTruth } from './support/counted-truth.ts'
import { type Demo, startDemo } from './support/demo.ts'
import { type Prometheus, type Sample, startPrometheus } from './support/prometheus.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'
import { prometheusName } from './vocabulary/prometheus-name.ts'

const DEADLINE_MS = 60_000
/** Longer than the test. */
const WINDOW = '30m'

const SERVER = 'span_kind="SPAN_KIND_SERVER", http_route!="/api/health"'
const calls = `${SPAN_METRIC.calls}{${SERVER}}`
const buckets = `${SPAN_METRIC.duration}_bucket{${SERVER}}`

/**
 * Three runs of buyers: before and after a restart of the app, and one while the collector restarts under it. Traces
 * are sampled at 10 % all the while.
 */
describe('the numbers in Prometheus are what the buyers counted, through restarts of app and collector', () => {
  let sink: Sink
  let prometheus: Prometheus
  let collector: Collector
  const demos: Demo[] = []
  let truth: CountedTruth

  beforeAll(async () => {
    sink = await startSink()
    prometheus = await startPrometheus()
    collector = await startCollector({
      traces: sink,
      metrics: prometheus,
      env: { SAMPLING_BASELINE_PERCENTAGE: '10' },
    })
    const truths: Truth[] = []
    const first = await startDemo({ telemetry: { receiver: collector } })
    demos.push(first)
    truths.push(await buy(first.url, { seed: 11, seconds: 14 }))
    await first.stop()

    const second = await startDemo({
      telemetry: { receiver: collector },
      env: { DATABASE_URL: first.databaseUrl },
    })
    demos.push(second)
    truths.push(await buy(second.url, { seed: 12, seconds: 14 }))

    const third = buy(second.url, { seed: 13, seconds: 16 })
    await waitFor(async () => (await counted()) > sumOf(addUp(truths).requests), {
      deadline: DEADLINE_MS,
      describe: () => 'The third run was never counted.',
    })
    await collector.restart()
    truths.push(await third)
    truth = addUp(truths)
  })

  afterAll(async () => {
    for (const demo of demos) await demo[Symbol.asyncDispose]()
    await collector?.[Symbol.asyncDispose]()
    await prometheus?.[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
  })

  test('requests by route, method and status', async () => {
    expect(sumOf(truth.requests)).toBeGreaterThan(400)
    expect(Object.keys(truth.requests).filter((key) => / 5..$/.test(key)).length).toBeGreaterThan(0)
    await settles(async () => {
      const samples = await prometheus.growth(calls, WINDOW)
      return byKey(samples, ({ http_request_method, http_route, http_response_status_code }) =>
        `${http_request_method} ${http_route} ${http_response_status_code}`.replace(
          '/_not-found',
          '(unmatched)',
        ),
      )
    }, truth.requests)
  })

  test('registrations by status', async () => {
    await settles(
      async () => byKey(await total(METRIC.registrations), (labels) => labels.ticketcap_registration_status),
      truth.registrations,
    )
  })

  test.each([
    ['payments', METRIC.payments],
    ['amounts', METRIC.paymentAmount],
  ] as const)('%s by status and currency', async (what, metric) => {
    expect(Object.keys(truth[what]).length).toBeGreaterThan(2)
    await settles(
      async () =>
        byKey(
          await total(metric),
          (labels) => `${labels.ticketcap_payment_status} ${labels.ticketcap_payment_currency}`,
        ),
      truth[what],
    )
  })

  test.each([
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const)('%s of every route with enough requests, within one bucket', async (percentile, quantile) => {
    const routes = Object.entries(truth.latency)
    expect(routes.length).toBeGreaterThan(2)
    const by = 'http_request_method, http_route'
    const samples = await increase(
      `histogram_quantile(${quantile}, sum by (${by}, le) (increase(${buckets}[${WINDOW}])))`,
    )
    const answers = byKey(samples, (labels) => `${labels.http_request_method} ${labels.http_route}`)
    for (const [route, { [percentile]: buyers }] of routes) {
      const answer = answers[route] ?? Number.NaN
      const seen = `${route} ${percentile}: Prometheus ${answer} s, the buyers ${buyers.least} to ${buyers.most} ms`
      expect(bucketOf(answer), seen).toBeGreaterThanOrEqual(bucketOf(buyers.least / 1000) - 1)
      expect(bucketOf(answer), seen).toBeLessThanOrEqual(bucketOf(buyers.most / 1000) + 1)
    }
  })

  test('the restarts were real: two app processes, and the count of the collector began anew', async () => {
    const instances = await prometheus.query(
      `count by (instance) (last_over_time(${prometheusName(METRIC.payments)}[${WINDOW}]))`,
    )
    expect(instances).toHaveLength(2)
    expect(await prometheus.number(`max(resets(${calls}[${WINDOW}]))`)).toBeGreaterThan(0)
  })

  async function counted(): Promise<number> {
    return prometheus.number(`sum(${calls})`)
  }

  /** Each process counts from 0 and keeps its last count, so the sum of the last counts is the sum of all. */
  function total(metric: Parameters<typeof prometheusName>[0]): Promise<Sample[]> {
    const labels = 'ticketcap_registration_status, ticketcap_payment_status, ticketcap_payment_currency'
    return prometheus.query(`sum by (${labels}) (last_over_time(${prometheusName(metric)}[${WINDOW}]))`)
  }

  /** An increase at the moment of the last sample: there Prometheus has nothing to extrapolate. */
  async function increase(promql: string): Promise<Sample[]> {
    const [last] = await prometheus.query(`max(timestamp(${calls}))`)
    return last ? prometheus.query(promql, last.value) : []
  }

  async function settles(
    read: () => Promise<Record<string, number>>,
    expected: Record<string, number>,
  ): Promise<void> {
    await waitFor(async () => sumOf(await read()) >= sumOf(expected), {
      deadline: DEADLINE_MS,
      describe: async () =>
        `Prometheus has ${JSON.stringify(await read())}, buyers ${JSON.stringify(expected)}.`,
    })
    expect(await read()).toEqual(expected)
  }
})

function byKey(
  samples: readonly Sample[],
  keyOf: (labels: Record<string, string>) => string | undefined,
): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { labels, value } of samples) {
    const key = keyOf(labels) ?? ''
    totals[key] = (totals[key] ?? 0) + value
  }
  const entries = Object.entries(totals).map(([key, value]) => [key, roundedCount(value)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== 0))
}

/** Floating point of additions; anything further from a whole number stays what it is, and fails. */
function roundedCount(value: number): number {
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
}

function bucketOf(seconds: number): number {
  const index = DURATION_BUCKETS_SECONDS.findIndex((edge) => seconds <= edge)
  return index < 0 ? DURATION_BUCKETS_SECONDS.length : index
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
