import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTR, METRIC } from '../app-shim/src/names.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { type Demo, startDemo } from './support/demo.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newSpanId, newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const QUICK = 40
const IN_FLIGHT = 5
const CONNECTIONS = 8
const SLOW_MS = 1_500
/** What the app may take to flush once its last request is answered. */
const FLUSH_BOUND_MS = 3_000
/** Longer than a collector needs to come back on a busy machine. */
const LONG_WAIT_MS = 60_000
const ORDERS = 5
/** Far from the 30 s after which platforms kill, and from how long a busy machine takes. */
const BUSY_BOUND_MS = 15_000

describe('SIGTERM with requests in flight', () => {
  let sink: Sink
  let collector: Collector

  beforeAll(async () => {
    sink = await startSink()
    collector = await startCollector({ traces: sink, env: { SAMPLING_BASELINE_PERCENTAGE: '100' } })
  })
  afterAll(async () => {
    await collector?.[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
  })

  test.each(['http/protobuf', 'grpc'] as const)('loses no span over %s', async (protocol) => {
    await using demo = await startDemo({ telemetry: { receiver: collector, protocol } })
    await demo.get('/api/events')

    const inFlight = Array.from({ length: IN_FLIGHT }, () => traced(demo, `/api/slow?ms=${SLOW_MS}`))
    const quick = await Promise.all(Array.from({ length: QUICK }, () => traced(demo, '/api/events').answer))
    expect(quick.every(({ ok }) => ok)).toBe(true)
    const quickIds = quick.map(({ traceId }) => traceId)

    const { code, signal, afterMs } = await demo.stop()
    const answers = await Promise.all(inFlight.map(({ answer }) => answer))
    expect(answers.map(({ ok }) => ok)).toEqual(Array(IN_FLIGHT).fill(true))
    expect({ code, signal }).toEqual({ code: 143, signal: null })
    expect(afterMs).toBeLessThan(SLOW_MS + FLUSH_BOUND_MS)

    const expected = new Set([...quickIds, ...answers.map(({ traceId }) => traceId)])
    const missing = () => [...expected].filter((traceId) => !servedRoute(sink, traceId))
    await waitFor(() => missing().length === 0, {
      describe: () => `${missing().length} of ${expected.size} requests have no SERVER span.`,
    })
    for (const { traceId } of answers) expect(servedRoute(sink, traceId)).toBe('/api/slow')
    for (const traceId of quickIds) expect(servedRoute(sink, traceId)).toBe('/api/events')
  })

  test('ends, and loses no span, although a proxy keeps its connections busy', async () => {
    await using demo = await startDemo({ telemetry: { receiver: collector } })
    await demo.get('/api/events')
    const served: string[] = []
    let going = true
    const busy = async () => {
      // As long as the app answers on the connection, the next request goes out on it at once.
      while (going) {
        const answer = await traced(demo, '/api/events').answer.catch(() => undefined)
        if (!answer?.ok) return
        served.push(answer.traceId)
      }
    }
    const proxy = Promise.all(Array.from({ length: CONNECTIONS }, busy))
    await waitFor(() => served.length > QUICK)

    const { code, signal, afterMs } = await demo.stop()
    going = false
    await proxy
    expect({ code, signal }).toEqual({ code: 143, signal: null })
    expect(afterMs).toBeLessThan(BUSY_BOUND_MS)
    const missing = () => served.filter((traceId) => !servedRoute(sink, traceId))
    await waitFor(() => missing().length === 0, {
      describe: () => `${missing().length} of ${served.length} requests have no SERVER span.`,
    })
  })
})

describe('SIGTERM while the collector is deployed anew', () => {
  test('loses nothing where the app may wait until it is back, and all of it where it may not', async () => {
    await using sink = await startSink()
    await using collector = await startCollector({
      traces: sink,
      env: { SAMPLING_BASELINE_PERCENTAGE: '100' },
    })
    const telemetry = { receiver: collector, protocol: 'grpc' } as const
    const env = { OTEL_EXPORTER_OTLP_TIMEOUT: String(LONG_WAIT_MS) }
    const patientEnv = { ...env, SIDECAR_SHUTDOWN_TIMEOUT: String(LONG_WAIT_MS) }
    await using patient = await startDemo({ telemetry, env: patientEnv })
    await using hasty = await startDemo({ telemetry, env })

    await collector.stop()
    const orders = async (demo: Demo) => {
      const answers = await Promise.all(Array.from({ length: ORDERS }, () => demo.order()))
      return Promise.all(
        answers.map(async (answer) => ((await answer.json()) as { traceId: string }).traceId),
      )
    }
    const [kept, lost] = [await orders(patient), await orders(hasty)]
    const ended = patient.program.stop({ graceMs: 2 * LONG_WAIT_MS })
    // Longer than the 3 s that an app takes unless told.
    expect((await hasty.stop()).code).toBe(143)
    expect(patient.program.exit).toBeUndefined()
    await collector.restart()

    const { code, signal, afterMs } = await ended
    expect({ code, signal }).toEqual({ code: 143, signal: null })
    expect(afterMs).toBeLessThan(LONG_WAIT_MS)
    const missing = () => kept.filter((traceId) => !servedRoute(sink, traceId))
    await waitFor(() => missing().length === 0, {
      describe: () => `${missing().length} of ${ORDERS} orders are missing.`,
    })
    expect(lost.filter((traceId) => sink.trace(traceId).length > 0)).toEqual([])
    await waitFor(() => registrations(sink) === ORDERS, {
      describe: () => `${registrations(sink)} of ${ORDERS} registrations were counted.`,
    })
  })
})

interface TracedAnswer {
  traceId: string
  ok: boolean
}

/** A request with a trace id of its own, so that its span can be asked for by name. */
function traced(demo: Demo, path: string): { answer: Promise<TracedAnswer> } {
  const traceId = newTraceId()
  const headers = { traceparent: `00-${traceId}-${newSpanId()}-01` }
  return { answer: demo.get(path, headers).then(({ ok }) => ({ traceId, ok })) }
}

/** Registrations in the newest counts of every app. */
function registrations(sink: Sink): number {
  return sink.latest(METRIC.registrations.name).reduce((sum, { value = 0 }) => sum + value, 0)
}

function servedRoute(sink: Sink, traceId: string): unknown {
  return sink.trace(traceId).find(({ kind }) => kind === 'SERVER')?.attributes[ATTR.httpRoute]
}
