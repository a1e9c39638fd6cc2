import { once } from 'node:events'
import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { encodeLogs, encodeTraces } from '@ticketcap/otlp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SentryStandIn } from './server.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const EVENT = {
  event_id: '9ec79c33ec9942ab8353589fcb2e04dc',
  exception: { values: [{ type: 'TypeError', value: 'no seat' }] },
  transaction: 'GET /api/orders',
  user: { id: 'u-7' },
  contexts: { trace: { trace_id: TRACE, span_id: '00f067aa0ba902b7' } },
}
const KEY = '0123456789abcdef0123456789abcdef'
const AUTH = { 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${KEY}` }

let sentry: SentryStandIn
beforeEach(async () => {
  sentry = await new SentryStandIn().listen()
})
afterEach(() => sentry.close())

const lines = (...parts: (object | string)[]) =>
  parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('\n')
const envelope = lines({ event_id: EVENT.event_id }, { type: 'event' }, EVENT)
const otlp = encodeTraces({
  resourceSpans: [
    { scopeSpans: [{ spans: [{ traceId: TRACE, spanId: '00f067aa0ba902b7', name: 'GET /' }] }] },
  ],
})

async function post(
  body: string | Uint8Array,
  headers: Record<string, string> = AUTH,
  path = '/api/1/envelope/',
) {
  const response = await fetch(sentry.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : Buffer.from(body),
    headers,
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('what is taken', () => {
  test('an envelope with its key in the header or in the query, with or without the last slash', async () => {
    expect(await post(envelope)).toMatchObject({ status: 200, text: JSON.stringify({ id: EVENT.event_id }) })
    expect((await post(envelope, {}, `/api/1/envelope?sentry_key=${KEY}`)).status).toBe(200)
    expect(sentry.store.items('event')).toHaveLength(2)
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('an envelope in %s', async (encoding, pack) => {
    expect((await post(pack(envelope), { ...AUTH, 'content-encoding': encoding })).status).toBe(200)
    expect(sentry.store.items('event')).toHaveLength(1)
  })

  test('items with a length may hold line ends, items without end with their line', async () => {
    const body = lines(
      {},
      { type: 'attachment', length: 5, filename: 'a.txt' },
      'a\nb\nc',
      { type: 'event' },
      EVENT,
      '',
    )
    expect((await post(body)).status).toBe(200)
    expect(sentry.store.items().map(({ type, payload }) => [type, payload.length])).toEqual([
      ['attachment', 5],
      ['event', JSON.stringify(EVENT).length],
    ])
  })

  test('spans and logs over OTLP, joined with the errors of their trace', async () => {
    const auth = { 'x-sentry-auth': `sentry sentry_key=${KEY}`, 'content-type': 'application/x-protobuf' }
    const log = encodeLogs({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: TRACE, body: { stringValue: 'sold' } }] }] }],
    })
    await post(envelope)
    expect((await post(otlp, auth, '/api/1/integration/otlp/v1/traces/')).status).toBe(200)
    expect((await post(log, auth, '/api/1/integration/otlp/v1/logs')).status).toBe(200)
    const joined = await (await fetch(`${sentry.url}/traces/${TRACE}`)).json()
    expect(joined).toMatchObject({
      errors: [{ title: 'TypeError: no seat', transaction: 'GET /api/orders', userId: 'u-7' }],
      itemTypes: ['event'],
      spans: [{ name: 'GET /' }],
      logs: [{ traceId: TRACE }],
    })
  })
})

describe('what is refused', () => {
  test.each([
    ['no key', 401, {}, '/api/1/envelope/'],
    ['another scheme', 401, { 'x-sentry-auth': `Bearer sentry_key=${KEY}` }, '/api/1/envelope/'],
    ['a wrong key', 403, { 'x-sentry-auth': 'Sentry sentry_key=ffff' }, '/api/1/envelope/'],
    ['another project', 403, AUTH, '/api/2/envelope/'],
    ['another path', 404, AUTH, '/api/1/store/'],
  ])('%s: %i', async (_, status, headers, path) => {
    expect((await post(envelope, headers as Record<string, string>, path)).status).toBe(status)
    expect(sentry.store.envelopes).toHaveLength(0)
  })

  test.each([
    ['no envelope header', '[]\n{"type":"event"}\n{}'],
    ['an item without a type', '{}\n{}\n{}'],
    ['a payload shorter than its length', '{}\n{"type":"event","length":99}\n{}'],
    ['a payload longer than its length', '{}\n{"type":"event","length":1}\n{}'],
    ['an event that is not JSON', '{}\n{"type":"event"}\nhello'],
  ])('%s: 400', async (_, body) => {
    expect((await post(body)).status).toBe(400)
    expect(sentry.requests.at(-1)?.detail).toMatch(/envelope header|item 0/)
    expect(sentry.store.envelopes).toHaveLength(0)
  })

  test('an event above 1 MiB: 413, and one below: 200', async () => {
    const event = (size: number) => lines({}, { type: 'event' }, { message: 'x'.repeat(size) })
    expect((await post(event(1024 * 1024))).status).toBe(413)
    expect((await post(event(1024 * 1023))).status).toBe(200)
  })

  test('an unknown encoding, and a body that is not in its encoding: 400', async () => {
    expect((await post(envelope, { ...AUTH, 'content-encoding': 'lzw' })).status).toBe(400)
    expect((await post(envelope, { ...AUTH, 'content-encoding': 'gzip' })).status).toBe(400)
  })

  test('spans that are no protobuf: 400', async () => {
    const headers = { ...AUTH, 'content-type': 'application/x-protobuf' }
    expect((await post('no spans', headers, '/api/1/integration/otlp/v1/traces')).status).toBe(400)
  })
})

describe('as it is asked', () => {
  test.each([401, 403, 413, 500, 503])('answers %i and takes nothing', async (status) => {
    sentry.answer = { status }
    expect((await post(envelope)).status).toBe(status)
    expect(sentry.store.envelopes).toHaveLength(0)
  })

  test('answers 429 with the headers of a rate limit', async () => {
    sentry.answer = { status: 429, retryAfter: 7, rateLimits: '7:error:organization' }
    const { status, headers } = await post(envelope)
    expect(status).toBe(429)
    expect([headers.get('retry-after'), headers.get('x-sentry-rate-limits')]).toEqual([
      '7',
      '7:error:organization',
    ])
  })

  test('takes what it answers with 200 and a rate limit', async () => {
    sentry.answer = { status: 200, rateLimits: '7:replay:organization' }
    expect((await post(envelope)).headers.get('x-sentry-rate-limits')).toBe('7:replay:organization')
    expect(sentry.store.items('event')).toHaveLength(1)
  })

  test('never answers, or cuts the connection, for one endpoint and not for the other', async () => {
    sentry.answer = ({ endpoint }) => (endpoint === 'envelope' ? 'drop' : 'accept')
    await expect(post(envelope)).rejects.toThrow('fetch failed')
    expect(
      (
        await post(
          otlp,
          { ...AUTH, 'content-type': 'application/x-protobuf' },
          '/api/1/integration/otlp/v1/traces',
        )
      ).status,
    ).toBe(200)
    sentry.answer = 'hang'
    const signal = AbortSignal.timeout(100)
    await expect(
      fetch(`${sentry.url}/api/1/envelope/`, { method: 'POST', body: envelope, headers: AUTH, signal }),
    ).rejects.toThrow('timeout')
  })

  test('is gone after close, and back on the same port', async () => {
    const { port } = sentry
    await sentry.close()
    await expect(post(envelope)).rejects.toThrow('fetch failed')
    await sentry.listen()
    expect(sentry.port).toBe(port)
    expect((await post(envelope)).status).toBe(200)
  })

  test('does not wait for a sender that was killed behind its last byte', async () => {
    const body = gzipSync(envelope)
    const head = [
      `POST /api/1/envelope/?sentry_key=${KEY} HTTP/1.1`,
      'host: sentry',
      'content-encoding: gzip',
      `content-length: ${body.length}`,
    ]
    for (let i = 0; i < 20; i++) {
      const socket = connect(sentry.port, '127.0.0.1')
      socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]))
      await once(socket, 'finish')
      socket.resetAndDestroy()
    }
    await expect.poll(() => sentry.store.items('event').length).toBeGreaterThan(0)
    await sentry.close()
  })
})

test('lets the oldest envelopes go when there are too many', async () => {
  await sentry.close()
  sentry = await new SentryStandIn({ limits: { maxEnvelopes: 2, maxBytes: 1e6, maxSpans: 10 } }).listen()
  for (const title of ['first', 'second', 'third'])
    await post(lines({}, { type: 'event' }, { message: title }))
  expect(sentry.store.errors().map(({ title }) => title)).toEqual(['third', 'second'])
})
