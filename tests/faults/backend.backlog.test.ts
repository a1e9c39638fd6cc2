import { encodeMetrics } from '@ticketcap/otlp'
import { expect, test } from 'vitest'
import { type Collector, startCollector } from '../support/collector.ts'
import { startPrometheus } from '../support/prometheus.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'

const HOUR_S = 3600
const NANOS = 1_000_000_000n

/** Sends one point of a gauge, as an app did `hoursAgo`. */
async function sendPoint(collector: Collector, name: string, hoursAgo: number): Promise<number> {
  const at = Math.floor(Date.now() / 1000) - hoursAgo * HOUR_S
  const point = { timeUnixNano: BigInt(at) * NANOS, asDouble: hoursAgo }
  const body = encodeMetrics({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints: [point] } }] }] }],
  })
  const response = await fetch(`${collector.httpUrl}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${collector.token}` },
    body: new Uint8Array(body),
  })
  expect(response.status).toBe(200)
  return at
}

test('what waited for half a day is found at its own time, also behind younger samples', async () => {
  await using prometheus = await startPrometheus()
  await using traces = await startSink()
  await using collector = await startCollector({ traces, metrics: prometheus })
  // The collector's own metrics are pushed past its queues: they are there first.
  const now = await sendPoint(collector, 'young', 0)
  await waitFor(async () => (await prometheus.query('young', now + 1)).length === 1)
  for (const hoursAgo of [12, 6, 1]) {
    const at = await sendPoint(collector, 'waiting', hoursAgo)
    const found = async () => (await prometheus.query('waiting', at + 1))[0]?.value
    await waitFor(async () => (await found()) === hoursAgo, { describe: () => collector.output })
  }
})
