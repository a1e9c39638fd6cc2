import { expect, test } from 'vitest'
import { SPAN_METRIC } from '../app-shim/src/names.ts'
import { runBuyers } from './support/buyers.ts'
import { startCollector } from './support/collector.ts'
import { startDemo } from './support/demo.ts'
import { type Prometheus, startPrometheus } from './support/prometheus.ts'
import { startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

/** Requests by "METHOD route", then by status. */
type Counts = Record<string, Record<string, number>>

/** Served by the app but not by a buyer: the readiness probe. */
const NOT_BUYERS = 'GET /api/health'
/** How the buyers name a path that no route matches, and how Next.js does. */
const UNMATCHED = { buyers: 'GET (unmatched)', next: 'GET /_not-found' }

const calls = `${SPAN_METRIC.calls}{span_kind="SPAN_KIND_SERVER"}`

test('request counts and the share of 5xx in Prometheus equal what the buyers counted, at 10 % sampling', async () => {
  await using sink = await startSink()
  await using prometheus = await startPrometheus()
  await using collector = await startCollector({
    traces: sink,
    metrics: prometheus,
    env: { SAMPLING_BASELINE_PERCENTAGE: '10' },
  })
  await using demo = await startDemo({ telemetry: { receiver: collector } })

  const truth = await buy(demo.url)
  const sent = sumOf(truth)
  expect(sent).toBeGreaterThan(100)
  expect(Object.keys(truth).length).toBeGreaterThan(5)

  await waitFor(async () => sumOf(await counted(prometheus)) >= sent, {
    deadline: 30_000,
    describe: async () => `The buyers counted ${show(truth)}, Prometheus ${show(await counted(prometheus))}.`,
  })
  expect(await counted(prometheus)).toEqual(truth)

  const buyers = `${calls.slice(0, -1)}, http_route!="/api/health"}`
  const failed = `sum(${buyers.slice(0, -1)}, http_response_status_code=~"5.."}) / sum(${buyers})`
  const failedTruth = Object.values(truth).flatMap((byStatus) => Object.entries(byStatus))
  const share =
    failedTruth.reduce((sum, [status, count]) => sum + (status.startsWith('5') ? count : 0), 0) / sent
  expect(share).toBeGreaterThan(0)
  expect(await prometheus.number(failed)).toBeCloseTo(share, 10)

  // The numbers are exact although most ordinary traces were not kept.
  await demo.stop()
  await collector.stop()
  const kept = new Set(sink.spans.map(({ traceId }) => traceId))
  expect(kept.size).toBeLessThan(sent)
})

/** Runs the traffic generator and returns what it swears to. */
async function buy(url: string): Promise<Counts> {
  const output = await runBuyers(url, ['--seed', '7', '--rate', '25', '--duration', '10s', '--json'])
  const line = output.split('\n').find((text) => text.startsWith('{'))
  const { requests } = JSON.parse(line ?? '{}') as { requests: Counts }
  return requests
}

async function counted(prometheus: Prometheus): Promise<Counts> {
  const by = 'http_request_method, http_route, http_response_status_code'
  const counts: Counts = {}
  for (const { labels, value } of await prometheus.query(`sum by (${by}) (${calls})`)) {
    const route = `${labels.http_request_method} ${labels.http_route}`
    if (route === NOT_BUYERS || value === 0) continue
    const name = route === UNMATCHED.next ? UNMATCHED.buyers : route
    counts[name] ??= {}
    counts[name][labels.http_response_status_code ?? ''] = value
  }
  return counts
}

function sumOf(counts: Counts): number {
  return Object.values(counts).reduce(
    (sum, byStatus) => sum + Object.values(byStatus).reduce((a, b) => a + b, 0),
    0,
  )
}

function show(counts: Counts): string {
  return JSON.stringify(counts)
}
