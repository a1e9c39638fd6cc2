import { describe, expect, it } from 'vitest'
import { freePort } from '../../tests/support/free-ports.ts'
import type { Program } from '../../tests/support/program.ts'
import { startSink } from '../../tests/support/sink.ts'
import { waitFor } from '../../tests/support/wait-for.ts'
import { startGrpcSink } from '../testing/grpc-sink.ts'
import { startSmallApp } from '../testing/telemetry-program.ts'
import { ATTR, METRIC, SPAN } from './names.ts'

const http = (url: string) => ({
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
})
const grpc = (url: string) => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: url })

async function ready(app: Program): Promise<Program> {
  await waitFor(() => app.output.includes('ready'), { describe: () => app.output })
  return app
}

const names = (spans: { name: string }[]) => spans.map((span) => span.name)

describe('at SIGTERM', () => {
  it.each(['serve', 'wait'])(
    'sends queued spans and metrics over HTTP once, then exits with 143 (%s)',
    async (mode) => {
      await using sink = await startSink()
      // The endpoint variable is what makes @vercel/otel add an exporter of its own.
      const app = await ready(startSmallApp(http(sink.url), mode))
      expect(await app.stop()).toMatchObject({ code: 143 })
      expect(names(sink.spans)).toEqual([SPAN.payment])
      const completed = sink
        .latest(METRIC.payments.name)
        .filter((point) => point.attributes[ATTR.paymentStatus] === 'COMPLETED')
      expect(completed.map((point) => point.value)).toContain(1)
      expect(sink.complaints).toEqual([])
    },
  )

  it('sends queued spans and metrics over gRPC once, then exits with 143', async () => {
    await using sink = await startGrpcSink()
    const app = await ready(startSmallApp(grpc(sink.url)))
    expect(await app.stop()).toMatchObject({ code: 143 })
    expect(names(sink.spans)).toEqual([SPAN.payment])
    expect(sink.points.map((point) => point.metric)).toContain(METRIC.payments.name)
  })

  it.each([
    ['HTTP', async () => http(`http://127.0.0.1:${await freePort()}`)],
    ['gRPC', async () => grpc(`http://127.0.0.1:${await freePort()}`)],
  ])('exits within 4 s when the collector is absent (%s)', async (_protocol, env) => {
    const app = await ready(startSmallApp(await env()))
    const exit = await app.stop()
    expect(exit.code).toBe(143)
    expect(exit.afterMs).toBeLessThan(4000)
  })

  it('exits within 4 s when the collector accepts and hangs', async () => {
    await using sink = await startSink({ answer: 'hang' })
    const app = await ready(startSmallApp(http(sink.url)))
    const exit = await app.stop()
    expect(exit.code).toBe(143)
    expect(exit.afterMs).toBeLessThan(4000)
  })
})

describe('a process that ends by itself', () => {
  it('sends what is queued when nothing is left to do', async () => {
    await using sink = await startSink()
    const app = startSmallApp(http(sink.url), 'cron')
    expect(await app.exited).toMatchObject({ code: 0 })
    expect(names(sink.spans)).toEqual([SPAN.payment])
  })

  it('sends what is queued on shutdown() and keeps its exit code', async () => {
    await using sink = await startSink()
    const app = startSmallApp(http(sink.url), 'exit')
    expect(await app.exited).toMatchObject({ code: 3 })
    expect(names(sink.spans)).toEqual([SPAN.payment])
  })

  it('does not wait longer than 4 s for a collector that hangs', async () => {
    await using sink = await startSink({ answer: 'hang' })
    const app = await ready(startSmallApp(http(sink.url), 'cron'))
    const readyAt = performance.now()
    expect(await app.exited).toMatchObject({ code: 0 })
    expect(performance.now() - readyAt).toBeLessThan(4000)
  })
})

describe('the resource', () => {
  it('names service, version, environment and a unique instance, and no platform', async () => {
    await using sink = await startSink()
    const env = { ...http(sink.url), OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,team=tickets' }
    await startSmallApp(env, 'cron').exited
    await startSmallApp(env, 'cron').exited
    const [first, second] = sink.spans.map((span) => span.resource)
    expect(first).toMatchObject({
      'service.name': 'ticketcap',
      'service.version': '1.2.3',
      'deployment.environment.name': 'development',
      team: 'tickets',
    })
    expect(first).not.toHaveProperty(['cloud.provider'])
    expect(first?.['service.instance.id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(first?.['service.instance.id']).not.toBe(second?.['service.instance.id'])
    expect(sink.points[0]?.resource['service.instance.id']).toBe(first?.['service.instance.id'])
  })
})

describe('the environment', () => {
  it.each([
    ['OTEL_SDK_DISABLED', 'false'],
    ['OTEL_PROPAGATORS', 'nonsense'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz'],
    ['OTEL_TRACES_SAMPLER', 'nonsense'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'nonsense'],
    ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'nonsense'],
    ['OTEL_LOG_LEVEL', 'nonsense'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '-7'],
    ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'nonsense'],
  ])('with %s=%s still gives telemetry', async (name, value) => {
    await using sink = await startSink()
    const app = startSmallApp({ ...http(sink.url), [name]: value }, 'cron')
    expect(await app.exited).toMatchObject({ code: 0 })
    expect(names(sink.spans)).toEqual([SPAN.payment])
  })

  it.each([
    ['OTEL_SDK_DISABLED', 'true'],
    ['NEXT_RUNTIME', 'edge'],
    ['NEXT_PHASE', 'phase-production-build'],
  ])('with %s=%s gives none, and the app runs', async (name, value) => {
    await using sink = await startSink()
    const app = startSmallApp({ ...http(sink.url), [name]: value }, 'cron')
    expect(await app.exited).toMatchObject({ code: 0 })
    expect({ requests: sink.requests, output: app.output.trim() }).toEqual({ requests: [], output: 'ready' })
  })

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'htp:/x', 'E_ENDPOINT_INVALID'],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'missing.pem', 'E_START_FAILED'],
  ])('with %s=%s gives one warning, and the app runs', async (name, value, code) => {
    const app = startSmallApp({ [name]: value }, 'cron')
    expect(await app.exited).toMatchObject({ code: 0 })
    expect(app.output.match(/\bE_[A-Z_]+/g)).toEqual([code])
  })
})

it('says once that the collector refuses the token, for traces and metrics together', async () => {
  await using sink = await startSink({ answer: 401 })
  const app = await ready(startSmallApp({ ...http(sink.url), OTEL_METRIC_EXPORT_INTERVAL: '100' }))
  await waitFor(() => sink.requests.length > 5, { describe: () => app.output })
  expect(app.output.match(/E_EXPORT_UNAUTHORIZED/g)).toHaveLength(1)
  sink.answer = 'accept'
  await waitFor(() => /takes data again/.test(app.output), { describe: () => app.output })
  await app.stop()
})
