import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { decodeLogs, encodeLogs } from '@ticketcap/otlp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Collector, startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { ownMetrics } from './support/own-metrics.ts'
import { sendTrace } from './support/send.ts'
import { readRecording, type Sentry, startSentry } from './support/sentry.ts'
import {
  envelopeBytes,
  errorEvent,
  type ItemLiteral,
  newEventId,
  postEnvelope,
  replayItems,
  sendEnvelope,
} from './support/sentry-envelope.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

let sink: Sink
let sentry: Sentry
let collector: Collector
let metricsPort: number

beforeAll(async () => {
  sink = await startSink()
  sentry = await startSentry()
  metricsPort = await freePort()
  collector = await startCollector({
    traces: sink,
    env: {
      SENTRY_DSN: sentry.dsn,
      SAMPLING_BASELINE_PERCENTAGE: '0',
      SIDECAR_METRICS_PORT: String(metricsPort),
    },
  })
})
afterAll(async () => {
  await collector?.[Symbol.asyncDispose]()
  await sentry?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
})

const arrived = (eventId: string) =>
  sentry.store.items().filter(({ json }) => (json as { event_id?: string } | undefined)?.event_id === eventId)
const arrival = (eventId: string) =>
  waitFor(() => arrived(eventId)[0], { describe: () => `Not arrived: ${eventId}\n${sentry.output}` })

describe('what an SDK sends', () => {
  test('an error arrives once, with everything that groups it and finds its source', async () => {
    const event = errorEvent({
      debug_meta: {
        images: [
          { type: 'sourcemap', code_file: 'app:///a.js', debug_id: '5f6b1c0e-8a3d-4a8e-9b1f-0d2c3e4f5a6b' },
        ],
      },
    })
    await sendEnvelope(collector, [['event', event]])
    const { json } = await arrival(event.event_id)
    expect(json).toEqual(event)
    expect(arrived(event.event_id)).toHaveLength(1)
    const { trace_id } = (event.contexts as { trace: { trace_id: string } }).trace
    expect(sentry.store.trace(trace_id).errors).toMatchObject([
      { title: 'Error: no seat left', transaction: 'GET /api/orders' },
    ])
  })

  test.each([
    ['as it is', (body: Buffer) => body, {}],
    ['in gzip', gzipSync, { 'content-encoding': 'gzip' }],
    ['in deflate', deflateSync, { 'content-encoding': 'deflate' }],
    ['in br', brotliCompressSync, { 'content-encoding': 'br' }],
    [
      'with the content type of the browser SDK',
      (body: Buffer) => body,
      { 'content-type': 'text/plain;charset=UTF-8' },
    ],
    [
      'with the content type of an envelope',
      (body: Buffer) => body,
      { 'content-type': 'application/x-sentry-envelope' },
    ],
  ] as const)('is taken %s', async (_, pack, headers) => {
    const event = errorEvent()
    const answer = await postEnvelope(collector, pack(envelopeBytes([['event', event]])), {
      headers: headers as Record<string, string>,
    })
    expect(answer).toMatchObject({ status: 200, body: { id: event.event_id } })
    await arrival(event.event_id)
  })

  test('attachments arrive with their event: text as it was, what nobody can read as a mark', async () => {
    const event = errorEvent()
    const sent: ItemLiteral[] = [
      ['event', event],
      ['attachment', 'row,seat\n4,12\n', { filename: 'seats.csv', attachment_type: 'event.attachment' }],
      ['attachment', randomBytes(64), { filename: 'seats.png', attachment_type: 'event.attachment' }],
    ]
    await sendEnvelope(collector, sent)
    await arrival(event.event_id)
    const envelope = sentry.store.envelopes.find(({ headers }) => headers.event_id === event.event_id)
    expect(
      envelope?.items.slice(1).map(({ headers, payload }) => [headers.filename, String(payload)]),
    ).toEqual([
      ['seats.csv', 'row,seat\n4,12\n'],
      ['seats.png', '[opaque]'],
    ])
  })

  test('items of other types arrive as they were', async () => {
    const others: ItemLiteral[] = [
      ['sessions', { aggregates: [{ started: '2026-01-01T00:00:00Z', exited: 7 }], attrs: { release: 'r' } }],
      [
        'client_report',
        {
          timestamp: 1_790_000_000,
          discarded_events: [{ reason: 'sample_rate', category: 'error', quantity: 2 }],
        },
      ],
      ['check_in', { check_in_id: newEventId(), monitor_slug: 'nightly', status: 'ok' }],
      ['feedback', { event_id: newEventId(), contexts: { feedback: { message: 'the map stays empty' } } }],
      [
        'log',
        {
          items: [
            { timestamp: 1_790_000_000, trace_id: newTraceId(), level: 'info', body: 'sold', attributes: {} },
          ],
        },
        { item_count: 1, content_type: 'application/vnd.sentry.items.log+json' },
      ],
    ]
    for (const item of others) await sendEnvelope(collector, [item])
    for (const [type, payload] of others) {
      const item = await waitFor(() => sentry.store.items(type)[0], {
        describe: () => `No ${type}\n${sentry.output}`,
      })
      expect(item.json).toEqual(payload)
    }
  })

  test('a replay arrives with its recording, packed again', async () => {
    const replayId = newEventId()
    const events = [
      { type: 4, timestamp: 1_790_000_000_000, data: { href: '/events/7', width: 1280, height: 800 } },
    ]
    await sendEnvelope(collector, replayItems(replayId, events, { error_ids: [newEventId()] }))
    await arrival(replayId)
    const [recording] = sentry.store.items('replay_recording')
    expect(readRecording(recording?.payload ?? Buffer.alloc(0))).toEqual({
      header: { segment_id: 0 },
      events,
    })
  })

  test('transactions and types nobody knows are counted and go no further', async () => {
    const event = errorEvent()
    await sendEnvelope(collector, [
      ['transaction', { event_id: newEventId(), type: 'transaction', spans: [] }],
    ])
    await sendEnvelope(collector, [['horoscope', { sign: 'leo' }]])
    await sendEnvelope(collector, [['event', event]])
    await arrival(event.event_id)
    expect(sentry.store.items().filter(({ type }) => ['transaction', 'horoscope'].includes(type))).toEqual([])
    const own = await ownMetrics(metricsPort)
    const dropped = (item_type: string) =>
      own.sum('otelcol_receiver_sentry_items_total', { item_type, outcome: 'dropped' })
    expect([dropped('transaction'), dropped('unknown')], own.lines('sentry')).toEqual([1, 1])
  })
})

describe('traces', () => {
  test('a kept one arrives over OTLP and joins its error, a sampled-out one does not', async () => {
    const kept = newTraceId()
    const event = errorEvent({ contexts: { trace: { trace_id: kept, span_id: '00f067aa0ba902b7' } } })
    await sendEnvelope(collector, [['event', event]])
    const dropped = await sendTrace(collector, { name: 'GET /', kind: 'SERVER' })
    await sendTrace(
      collector,
      { name: 'POST /api/orders', kind: 'SERVER', status: 'ERROR' },
      { traceId: kept },
    )
    await waitFor(() => sentry.store.trace(kept).spans.length > 0, { describe: () => sentry.output })
    expect(sentry.store.trace(kept)).toMatchObject({
      errors: [{ eventId: event.event_id }],
      spans: [{ name: 'POST /api/orders', status: { code: 'ERROR' } }],
    })
    await waitFor(() => sink.trace(kept).length === 1, { describe: () => sink.output })
    expect(sentry.store.trace(dropped).spans).toEqual([])
  })
})

describe('log records', () => {
  test('one that comes by OTLP arrives by OTLP, scrubbed, with its trace', async () => {
    const traceId = newTraceId()
    const body = encodeLogs({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  traceId,
                  severityText: 'WARN',
                  body: { stringValue: 'seat 12 is gone, told dana.levi@example.com' },
                },
              ],
            },
          ],
        },
      ],
    })
    const answer = await fetch(new URL('/v1/logs', collector.httpUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${collector.token}` },
      body: Buffer.from(body),
    })
    expect(answer.status).toBe(200)
    const record = await waitFor(() =>
      sentry.requests
        .filter(({ endpoint }) => endpoint === 'logs')
        .flatMap(({ body = Buffer.of(), headers }) => decodeLogs(body, headers['content-type']).resourceLogs)
        .flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
        .find((arrived) => arrived.traceId === traceId),
    )
    expect(record).toMatchObject({
      severityText: 'WARN',
      body: { stringValue: 'seat 12 is gone, told [email]' },
    })
  })
})

describe('the one way out', () => {
  test('a DSN in an envelope, in the query or in a header sends nothing anywhere else', async () => {
    await using stranger = await startSentry({ key: 'f'.repeat(32), project: '99' })
    const event = errorEvent()
    const body = envelopeBytes([['event', event]], {
      dsn: stranger.dsn,
      trace: { public_key: 'f'.repeat(32), trace_id: newTraceId() },
    })
    const path = `/api/99/envelope/?sentry_key=${'f'.repeat(32)}&dsn=${encodeURIComponent(stranger.dsn)}`
    const headers = {
      'x-sentry-auth': `Sentry sentry_key=${'f'.repeat(32)}`,
      'x-forwarded-host': `127.0.0.1:${stranger.port}`,
    }
    expect((await postEnvelope(collector, body, { path, headers })).status).toBe(200)
    await arrival(event.event_id)
    const envelope = sentry.store.envelopes.find((each) => each.headers.event_id === event.event_id)
    expect(JSON.stringify(envelope?.headers)).not.toMatch(/ffff|127\.0\.0\.1/)
    expect(stranger.requests).toEqual([])
  })

  test('nothing it was sent would have been refused by Sentry, and the key stands in no log', () => {
    expect(sentry.complaints.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([])
    expect(collector.output).not.toContain(new URL(sentry.dsn).username)
  })

  test('without a DSN envelopes are taken, and end there', async () => {
    await using other = await startCollector({ traces: sink })
    const answer = await postEnvelope(other, envelopeBytes([['event', errorEvent()]]))
    expect(answer.status).toBe(200)
    expect(
      other.output.split('\n').filter((line) => /sentry/i.test(line) && /warn|info/i.test(line)).length,
    ).toBeGreaterThan(0)
  })

  test('a DSN that is none stops the start, and its key stands in no log', async () => {
    const starting = startCollector({
      traces: sink,
      env: { SENTRY_DSN: `http://${'a'.repeat(32)}@127.0.0.1:1/` },
    })
    const message = await starting.then(
      () => 'it started',
      (error: Error) => error.message,
    )
    expect(message).toContain('dsn')
    expect(message).not.toContain('a'.repeat(32))
  })
})
