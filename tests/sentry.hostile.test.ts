import { connect } from 'node:net'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Random, seededRandom } from './privacy/random.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { ownMetrics } from './support/own-metrics.ts'
import { type Sentry, startSentry } from './support/sentry.ts'
import {
  envelopeBytes,
  errorEvent,
  newEventId,
  postEnvelope,
  replayItems,
  sendEnvelope,
} from './support/sentry-envelope.ts'
import { startTraffic, type Traffic } from './support/sentry-traffic.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

const MIB = 1024 * 1024
/** Memory of the whole collector while it is attacked; a bomb below would need a multiple of it. */
const RSS_BOUND_BYTES = 700 * MIB
const FUZZ_SEED = 7
const FUZZED = 1500

let sink: Sink
let sentry: Sentry
let collector: Collector
let metricsPort: number
/** Errors of a well-behaved app, all the while. */
let neighbour: Traffic

beforeAll(async () => {
  sink = await startSink()
  sentry = await startSentry()
  metricsPort = await freePort()
  collector = await startCollector({
    traces: sink,
    env: { SENTRY_DSN: sentry.dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
  })
  neighbour = startTraffic(collector, 10)
})
afterAll(async () => {
  await neighbour?.stop()
  await collector?.[Symbol.asyncDispose]()
  await sentry?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
})

const text = (...lines: string[]) => Buffer.from(lines.join('\n'))
const event = (json: string) => text('{}', '{"type":"event"}', json)
const fastBrotli = (body: Buffer) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
const zeros = Buffer.alloc(200 * MIB)

describe('malformed', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', text('hello')],
    ['a list for a header', text('[]', '{"type":"event"}', '{}')],
    ['an item header that is no object', text('{}', '7', '{}')],
    ['an item without a type', text('{}', '{}', '{}')],
    ['an event that is cut off', event('{"message":"a')],
    ['a length beyond the end', text('{}', '{"type":"attachment","length":1000000000000}', 'x')],
    ['a negative length', text('{}', '{"type":"attachment","length":-1}', 'x')],
    ['a length that is a text', text('{}', '{"type":"attachment","length":"3"}', 'abc')],
    ['more behind the length', text('{}', '{"type":"attachment","length":1}', 'abcdef')],
  ])('%s: 400, with where and what to do', async (_, body) => {
    const answer = await postEnvelope(collector, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(400)
    expect(JSON.stringify(answer.body)).toMatch(/E_ENVELOPE_|E_SENTRY_/)
  })

  test.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['deflate', 'deflate'],
    ['an encoding nobody knows', 'lzw'],
  ])('a body that is not in its encoding, %s: 4xx', async (_, encoding) => {
    const answer = await postEnvelope(collector, envelopeBytes([['event', errorEvent()]]), {
      headers: { 'content-encoding': encoding },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })

  test('another path, another method, no token: 404, 405, 401', async () => {
    const body = envelopeBytes([['event', errorEvent()]])
    expect((await postEnvelope(collector, body, { path: '/api/1/store/' })).status).toBe(404)
    expect((await postEnvelope(collector, body, { headers: { authorization: 'Bearer no' } })).status).toBe(
      401,
    )
    const get = await fetch(new URL('/api/1/envelope/', collector.sentryUrl), {
      headers: { authorization: `Bearer ${collector.token}` },
    })
    await get.arrayBuffer()
    expect(get.status).toBe(405)
  })
})

describe('too much', () => {
  test.each([
    ['a body above 10 MiB', () => envelopeBytes([['attachment', Buffer.alloc(11 * MIB, 97)]]), {}],
    ['gzip that grows to 200 MiB', () => gzipSync(zeros, { level: 1 }), { 'content-encoding': 'gzip' }],
    [
      'deflate that grows to 200 MiB',
      () => deflateSync(zeros, { level: 1 }),
      { 'content-encoding': 'deflate' },
    ],
    ['br that grows to 200 MiB', () => fastBrotli(zeros), { 'content-encoding': 'br' }],
    [
      '101 items',
      () => envelopeBytes(Array.from({ length: 101 }, () => ['check_in', { status: 'ok' }] as const)),
      {},
    ],
    ['JSON 100,000 levels deep', () => event('['.repeat(100_000) + ']'.repeat(100_000)), {}],
    ['300,000 JSON values', () => event(`[${'0,'.repeat(300_000)}0]`), {}],
  ] as [string, () => Buffer, Record<string, string>][])('%s: 413 or 400', async (_, make, headers) => {
    const answer = await postEnvelope(collector, make(), { headers })
    expect([400, 413], JSON.stringify(answer.body)).toContain(answer.status)
  })

  test('a recording that grows to 200 MiB is dropped with its replay, the rest of the envelope arrives', async () => {
    const id = newEventId()
    const bomb = Buffer.concat([Buffer.from('{"segment_id":0}\n'), deflateSync(zeros, { level: 1 })])
    const error = errorEvent()
    const [replay] = replayItems(id, [])
    await sendEnvelope(collector, [['event', error], ...(replay ? [replay] : []), ['replay_recording', bomb]])
    await waitFor(
      () => sentry.store.errors({ limit: 1000 }).some(({ eventId }) => eventId === error.event_id),
      { describe: () => sentry.output },
    )
    expect(sentry.store.items().filter(({ type }) => type.startsWith('replay'))).toEqual([])
  })

  test('twenty bombs at once: each is refused, or told to come back', async () => {
    const bomb = gzipSync(zeros, { level: 1 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        postEnvelope(collector, bomb, { headers: { 'content-encoding': 'gzip' } }),
      ),
    )
    for (const { status, headers } of answers) {
      expect([400, 413, 503]).toContain(status)
      if (status === 503) expect(headers.get('retry-after')).not.toBeNull()
    }
  })

  test('a body that comes one byte a second is cut, and holds nothing up', async () => {
    const { hostname, port } = new URL(collector.sentryUrl)
    const socket = connect(Number(port), hostname)
    const ended = new Promise<string>((resolve) => {
      let answer = ''
      socket.on('data', (chunk) => {
        answer += String(chunk)
      })
      socket.on('error', () => resolve(answer)).on('close', () => resolve(answer))
    })
    socket.write(
      `POST /api/1/envelope/ HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${collector.token}\r\ncontent-length: 1000\r\n\r\n`,
    )
    const drip = setInterval(() => socket.writable && socket.write('{'), 1000)
    try {
      expect(await ended).not.toMatch(/^HTTP\/1.1 2/)
    } finally {
      clearInterval(drip)
      socket.destroy()
    }
  })
})

test(`of ${FUZZED} mangled envelopes none is answered with a failure of the collector's own`, async () => {
  const random = seededRandom(FUZZ_SEED)
  const healthy = envelopeBytes([
    ['event', errorEvent()],
    ['attachment', Buffer.from('a,b\n1,2\n'), { filename: 'a.csv' }],
    ...replayItems(newEventId(), [{ type: 3, data: { text: 'seat' } }]),
  ])
  const seen = new Map<number, number>()
  for (let i = 0; i < FUZZED; i++) {
    const body = mangled(healthy, random)
    const headers: Record<string, string> =
      random.below(4) === 0 ? { 'content-encoding': random.pick(['gzip', 'br', 'deflate', 'zstd']) } : {}
    const { status } = await postEnvelope(collector, body, { headers })
    seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  expect([...seen.keys()].filter((status) => status >= 500)).toEqual([])
  expect(seen.get(400)).toBeGreaterThan(FUZZED / 10)
  expect(seen.get(200)).toBeGreaterThan(FUZZED / 50)
})

describe('after all that', () => {
  test('the neighbour was answered every time and lost nothing', async () => {
    await neighbour.stop()
    expect(neighbour.refused).toEqual([])
    await waitFor(
      () => {
        const got = new Set(sentry.store.errors({ limit: 100_000 }).map(({ eventId }) => eventId))
        return neighbour.events.every((id) => got.has(id))
      },
      { describe: () => `${neighbour.events.length} were accepted.\n${sentry.output}` },
    )
  })

  test('what went on to Sentry was well formed', () => {
    expect(sentry.complaints.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([])
  })

  test('memory stayed bounded, and no answer or log quotes what was sent', async () => {
    const own = await ownMetrics(metricsPort)
    expect(own.sum('otelcol_process_memory_rss_bytes')).toBeLessThan(RSS_BOUND_BYTES)
    expect(own.sum('otelcol_receiver_sentry_envelopes_total', { outcome: 'malformed' })).toBeGreaterThan(100)
    expect(collector.output).not.toContain('"message":"a')
  })
})

/** Flips, cuts, repeats or inserts bytes, up to three times. */
function mangled(healthy: Buffer, random: Random): Buffer {
  let body = Buffer.from(healthy)
  for (let i = 0; i <= random.below(3); i++) {
    const at = random.below(body.length || 1)
    const length = random.below(40)
    const how = random.below(5)
    if (how === 0 && body.length > 0) body[at] = random.below(256)
    if (how === 1) body = body.subarray(0, at)
    if (how === 2) body = Buffer.concat([body.subarray(0, at), body.subarray(at + length)])
    if (how === 3)
      body = Buffer.concat([body.subarray(0, at), body.subarray(at, at + length), body.subarray(at)])
    if (how === 4)
      body = Buffer.concat([
        body.subarray(0, at),
        Buffer.from(random.pick(['\n', '{}', '"', '\\u0000', '[[[[', '1e999'])),
        body.subarray(at),
      ])
  }
  return body
}
