import { describe, expect, it } from 'vitest'
import { freePort } from '../../../../tests/support/free-ports.ts'
import { startSink } from '../../../../tests/support/sink.ts'
import { waitFor } from '../../../../tests/support/wait-for.ts'
import { type EnvelopeSink, startEnvelopeSink } from '../../../testing/envelope-sink.ts'
import { startErrorApp, urlOf } from '../../../testing/error-program.ts'
import { ATTR } from '../../names.ts'
import { KEEP_TRACE_HEADER, SENTRY_ATTR, SENTRY_METRIC } from '../../sentry-names.ts'

interface ErrorEvent {
  readonly transaction: string
  readonly level: string
  readonly release: string
  readonly environment: string
  readonly user?: unknown
  readonly server_name?: string
  readonly request?: { url: string; headers: Record<string, string> }
  readonly tags?: Record<string, string>
  readonly breadcrumbs?: { message: string }[]
  readonly contexts: { trace: { trace_id: string; span_id: string }; grafana?: { trace: string } }
  readonly exception: {
    values: { type: string; value: string; stacktrace: { frames: { filename: string }[] } }[]
  }
}

const eventsOf = (sink: EnvelopeSink) => sink.events as unknown as ErrorEvent[]
const arrivals = (sink: EnvelopeSink, count: number) =>
  waitFor(() => sink.events.length >= count, { describe: () => JSON.stringify(sink.messages) })

describe('two requests at the same time', () => {
  it('have each their own user, tags, steps and trace, and each error once', async () => {
    await using sink = await startEnvelopeSink()
    await using traces = await startSink()
    await using app = startErrorApp(sink, 'serve', { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url })
    const url = await urlOf(app)
    await Promise.all(
      ['u-1', 'u-2'].map((user) =>
        fetch(`${url}/meet?user=${user}&email=dana@example.org`, {
          headers: { 'x-request-id': `r-${user}` },
        }),
      ),
    )
    await arrivals(sink, 2)
    await fetch(`${url}/plain`)
    await arrivals(sink, 3)
    await app.stop()

    expect(sink.messages.toSorted()).toEqual(['failed for u-1', 'failed for u-2', 'plain'])
    for (const user of ['u-1', 'u-2']) {
      const event = eventsOf(sink).find(({ exception }) => exception.values.at(-1)?.value.endsWith(user))
      expect(event).toMatchObject({
        user: { id: user },
        tags: { buyer: user, request_id: `r-${user}` },
        breadcrumbs: [{ message: `step of ${user}` }],
        exception: { values: [{ type: 'RangeError', value: `cause for ${user}` }, { type: 'Error' }] },
      })
      const span = traces.spans.find((candidate) => candidate.attributes[ATTR.userId] === user)
      expect(event?.contexts.trace).toMatchObject({ trace_id: span?.traceId, span_id: span?.spanId })
    }
    const plain = eventsOf(sink).find((event) => event.transaction === 'GET /plain')
    expect(plain).toMatchObject({ level: 'error', environment: 'development' })
    expect([plain?.user, plain?.tags, plain?.breadcrumbs]).toEqual([undefined, undefined, undefined])
  })

  it('have each their own user on one kept-alive connection, one after the other', async () => {
    await using sink = await startEnvelopeSink()
    await using app = startErrorApp(sink)
    const url = await urlOf(app)
    await Promise.all(['u-1', 'u-2'].map((user) => fetch(`${url}/meet?user=${user}`)))
    for (let request = 0; request < 4; request += 1) await (await fetch(`${url}/plain`)).arrayBuffer()
    await arrivals(sink, 6)
    const users = eventsOf(sink).map((event) => [event.transaction, event.user])
    expect(users.filter(([transaction]) => transaction === 'GET /plain')).toEqual(
      Array(4).fill(['GET /plain', undefined]),
    )
  })
})

it('tells nothing of the request but method, path and harmless headers, and no path of this machine', async () => {
  await using sink = await startEnvelopeSink()
  await using app = startErrorApp(sink)
  const headers = {
    cookie: 'session=planted',
    authorization: 'Basic planted',
    'x-forwarded-for': '203.0.113.9',
    'user-agent': 'agent/1',
  }
  await fetch(`${await urlOf(app)}/plain?email=planted@example.org`, { headers })
  await arrivals(sink, 1)
  const [event] = eventsOf(sink)
  expect(event?.request).toEqual({
    method: 'GET',
    url: `${await urlOf(app)}/plain`,
    headers: { 'user-agent': 'agent/1' },
  })
  const sent = sink.bodies.join('\n')
  expect(sent).not.toMatch(/planted|203\.0\.113\.9|server_name/)
  expect(sent).not.toContain(process.cwd())
  const files = event?.exception.values[0]?.stacktrace.frames.map((frame) => frame.filename)
  expect(files).toContain('app:///app-shim/testing/error-app.ts')
})

it('asks with the token, and tells no key', async () => {
  await using sink = await startEnvelopeSink()
  await using app = startErrorApp(sink, 'cron')
  expect(await app.exited).toMatchObject({ code: 0 })
  expect(sink.messages).toEqual(['cron'])
  expect(sink.requests[0]).toMatchObject({
    path: '/api/1/envelope/',
    headers: { authorization: 'Bearer token-of-the-test', 'content-type': 'application/x-sentry-envelope' },
  })
})

describe('links', () => {
  it('lead from the error to its trace and from the span to its errors', async () => {
    await using sink = await startEnvelopeSink()
    await using traces = await startSink()
    await using app = startErrorApp(sink, 'serve', {
      OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
      GRAFANA_URL: 'https://grafana.example.org/',
      SENTRY_ISSUES_URL: 'https://my-org.sentry.io/issues/',
    })
    await fetch(`${await urlOf(app)}/plain`)
    await arrivals(sink, 1)
    await app.stop()
    const [event] = eventsOf(sink)
    const traceId = event?.contexts.trace.trace_id
    const link = new URL(event?.contexts.grafana?.trace ?? '')
    expect(link.origin).toBe('https://grafana.example.org')
    expect(JSON.parse(link.searchParams.get('panes') ?? '')).toMatchObject({
      t: { datasource: 'tempo', queries: [{ query: traceId }] },
    })
    const [span] = traces.spans
    expect(span?.attributes[SENTRY_ATTR.url]).toBe(
      `https://my-org.sentry.io/issues/?query=trace%3A${traceId}`,
    )
  })

  it('are left out where nobody says where Grafana and Sentry are', async () => {
    await using sink = await startEnvelopeSink()
    await using app = startErrorApp(sink)
    await fetch(`${await urlOf(app)}/plain`)
    await arrivals(sink, 1)
    expect(eventsOf(sink)[0]?.contexts.grafana).toBeUndefined()
  })
})

describe('a request that asks for its trace', () => {
  const SECRET = 'operators-only-0123456789'
  it.each([
    ['with the secret is kept', SECRET, SECRET, true],
    ['with another one is not', SECRET, `${SECRET}x`, undefined],
    ['is not, where there is no secret', '', '', undefined],
    ['is not, where the secret is short', 'short', 'short', undefined],
  ])('%s', async (_, secret, header, kept) => {
    await using sink = await startEnvelopeSink()
    await using traces = await startSink()
    await using app = startErrorApp(sink, 'serve', {
      OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
      SIDECAR_KEEP_TRACE_SECRET: secret,
    })
    await fetch(`${await urlOf(app)}/ok`, { headers: { [KEEP_TRACE_HEADER]: header } })
    await fetch(`${await urlOf(app)}/other`)
    await app.stop()
    const keep = traces.spans.map((span) => [span.name, span.attributes[SENTRY_ATTR.keep]])
    expect(keep).toEqual([
      ['GET /ok', kept],
      ['GET /other', undefined],
    ])
    expect(app.output.includes('E_VARIABLE_INVALID')).toBe(secret === 'short')
  })
})

describe('what is not sent', () => {
  it('is an error that SENTRY_IGNORE_ERRORS names; others are', async () => {
    await using sink = await startEnvelopeSink()
    await using app = startErrorApp(sink, 'serve', { SENTRY_IGNORE_ERRORS: '/^pla/' })
    const url = await urlOf(app)
    await fetch(`${url}/plain`)
    await fetch(`${url}/work`)
    await arrivals(sink, 1)
    expect(sink.messages).toEqual(['work'])
  })

  it('is a session, a transaction or a span', async () => {
    await using sink = await startEnvelopeSink()
    await using app = startErrorApp(sink, 'serve', { SENTRY_TRACES_SAMPLE_RATE: '1' })
    await fetch(`${await urlOf(app)}/plain`)
    await arrivals(sink, 1)
    await app.stop()
    expect(sink.items.map((item) => item.type)).toEqual(['event'])
  })
})

describe('an error that nobody handles', () => {
  it.each(['crash', 'reject'])('is sent, printed, and ends the process with code 1 (%s)', async (mode) => {
    await using sink = await startEnvelopeSink()
    await using app = startErrorApp(sink, mode)
    expect(await app.exited).toMatchObject({ code: 1 })
    expect(sink.messages).toEqual([mode])
    expect(eventsOf(sink)[0]?.level).toBe('fatal')
    expect(app.output).toContain(`Error: ${mode}`)
  })
})

describe('a collector that is away', () => {
  it('gets the errors when it is back, while the app answers at once', async () => {
    await using sink = await startEnvelopeSink()
    await using traces = await startSink()
    await using app = startErrorApp(sink, 'serve', {
      OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
      OTEL_METRIC_EXPORT_INTERVAL: '100',
    })
    const url = await urlOf(app)
    await sink.close()
    for (let request = 0; request < 5; request += 1) await fetch(`${url}/plain`)
    await waitFor(() => app.output.includes('E_SENTRY_UNDELIVERED'), { describe: () => app.output })
    await sink.listen()
    await arrivals(sink, 5)
    expect(sink.messages).toEqual(Array(5).fill('plain'))
    const delivered = () =>
      traces
        .latest(SENTRY_METRIC.envelopes.name)
        .find(
          ({ attributes }) =>
            attributes[SENTRY_ATTR.outcome] === 'delivered' && attributes[SENTRY_ATTR.origin] === 'server',
        )
    await waitFor(() => delivered()?.value === 5, { describe: () => JSON.stringify(delivered()) })
    expect(app.output.match(/E_SENTRY_UNDELIVERED/g)).toHaveLength(1)
    expect(app.output).toContain('takes errors again')
  })

  it.each(['absent', 'hanging'])('holds an exit for 4 s at most (%s)', async (fault) => {
    await using sink = await startEnvelopeSink()
    sink.answer = 'hang'
    const target = fault === 'absent' ? { url: `http://127.0.0.1:${await freePort()}` } : sink
    await using app = startErrorApp(target)
    await fetch(`${await urlOf(app)}/plain`)
    const exit = await app.stop()
    expect(exit.code).toBe(143)
    expect(exit.afterMs).toBeLessThan(4000)
  })

  it('gets an error of the last moment at SIGTERM', async () => {
    await using sink = await startEnvelopeSink()
    sink.answer = 503
    await using app = startErrorApp(sink)
    await fetch(`${await urlOf(app)}/plain`)
    await waitFor(() => sink.requests.length > 0)
    sink.answer = 200
    expect(await app.stop()).toMatchObject({ code: 143 })
    expect(sink.messages).toEqual(['plain'])
  })
})
