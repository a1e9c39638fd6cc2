import { expect, test } from 'vitest'
import { type Collector, startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { ownMetrics } from './support/own-metrics.ts'
import { sendTrace } from './support/send.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

const TRACES = 20
const EVERYTHING = { SAMPLING_BASELINE_PERCENTAGE: '100' }

const send = (collector: Collector) =>
  Promise.all(Array.from({ length: TRACES }, () => sendTrace(collector, { name: 'request', kind: 'SERVER' })))

/** Waits until the backend has refused traces, so that what was sent before is in its hands. */
const refused = (sink: Sink) =>
  waitFor(() => sink.requests.some(({ path }) => path.endsWith('/v1/traces')), {
    describe: () => sink.output,
  })

test.concurrent.each([401, 403, 404, 302, 408, 500] as const)(
  'a backend that answers %i for a while gets everything afterwards, once',
  async (answer) => {
    await using sink = await startSink({ answer })
    await using metrics = await startSink()
    await using collector = await startCollector({ traces: sink, metrics, env: EVERYTHING })
    const traceIds = await send(collector)
    await refused(sink)
    await waitFor(() => /The backend (refuses this collector|is in trouble)/.test(collector.output), {
      describe: () => collector.output,
    })
    expect(sink.spans).toEqual([])
    sink.answer = 'accept'
    await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 1), {
      deadline: 60_000,
      describe: () => `${sink.spans.length} of ${TRACES} arrived.\n${collector.output}`,
    })
    expect(sink.spans).toHaveLength(TRACES)
    await waitFor(() => collector.output.includes('The backend takes data again.'))
    // Once for the whole time, not once per request.
    expect(collector.output.match(/The backend (refuses this collector|is in trouble)/g)).toHaveLength(1)
  },
)

test.concurrent.each([400, 413] as const)(
  'what a backend calls malformed or too large (%i) is lost, counted, and holds up nothing',
  async (answer) => {
    await using sink = await startSink({ answer })
    await using metrics = await startSink()
    const metricsPort = await freePort()
    const env = { ...EVERYTHING, SIDECAR_METRICS_PORT: String(metricsPort) }
    await using collector = await startCollector({ traces: sink, metrics, env })
    const lost = await send(collector)
    const failed = async () =>
      (await ownMetrics(metricsPort)).sum('otelcol_exporter_send_failed_spans_total', {
        exporter: 'otlp_http/tempo',
      })
    await waitFor(async () => (await failed()) === TRACES, { describe: async () => `${await failed()} lost` })
    sink.answer = 'accept'
    const traceIds = await send(collector)
    await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 1), {
      describe: () => sink.output,
    })
    expect(lost.flatMap((traceId) => sink.trace(traceId))).toEqual([])
  },
)

test.concurrent('metrics wait for a mended token as traces do, while traces go on', async () => {
  await using sink = await startSink()
  await using metrics = await startSink({ answer: 401 })
  await using collector = await startCollector({ traces: sink, metrics, env: EVERYTHING })
  const traceIds = await send(collector)
  await waitFor(() => traceIds.every((traceId) => sink.trace(traceId).length === 1))
  await waitFor(() => collector.output.includes('The backend refuses this collector'))
  metrics.answer = 'accept'
  await waitFor(
    () =>
      metrics.latest('traces.span.metrics.calls').reduce((sum, { value = 0 }) => sum + value, 0) === TRACES,
    { deadline: 60_000, describe: () => metrics.output },
  )
})
