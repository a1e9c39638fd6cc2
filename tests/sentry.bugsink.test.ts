import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bugsink, bugsinkAvailability, startBugsink } from './support/bugsink.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { errorEvent, newEventId, replayItems, sendEnvelope } from './support/sentry-envelope.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const bugsink = bugsinkAvailability()
const EMAIL = 'dana.levi@example.com'

describe('errors in a Sentry of another make', () => {
  let server: Bugsink
  let sink: Sink
  let collector: Collector

  beforeAll(async () => {
    if (!bugsink.ok) return
    server = await startBugsink()
    sink = await startSink()
    collector = await startCollector({ traces: sink, env: { SENTRY_DSN: server.dsn, SENTRY_OTLP: 'false' } })
  })
  afterAll(async () => {
    await collector?.[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const stored = (eventId: string) =>
    waitFor(async () => (await server.events()).find(({ data }) => data.event_id === eventId), {
      describe: () => `Bugsink did not store ${eventId}. It said:\n${server.output}`,
    })

  test('an error becomes an issue, on its trace, with user id and frames, and without what is personal', async (context) => {
    if (!bugsink.ok) return context.skip(bugsink.reason)
    const traceId = newTraceId()
    const event = errorEvent({
      exception: {
        values: [
          {
            type: 'PaymentError',
            value: `card of ${EMAIL} was declined`,
            stacktrace: {
              frames: [
                { filename: 'app:///_next/server/route.js', function: 'POST', lineno: 41, in_app: true },
              ],
            },
          },
        ],
      },
      user: { id: 'u-4711', email: EMAIL, ip_address: '93.184.216.34' },
      contexts: { trace: { trace_id: traceId, span_id: '00f067aa0ba902b7' } },
    })
    await sendEnvelope(collector, [['event', event]])
    const { data } = await stored(event.event_id)
    expect(data).toMatchObject({
      transaction: 'GET /api/orders',
      contexts: { trace: { trace_id: traceId } },
      exception: {
        values: [{ type: 'PaymentError', stacktrace: { frames: [{ function: 'POST', lineno: 41 }] } }],
      },
    })
    expect((data.user as { id?: string } | undefined)?.id).toBe('u-4711')
    expect(JSON.stringify(data)).not.toMatch(/dana|levi|93\.184/i)
    const issue = (await server.issues()).find(({ calculated_type }) => calculated_type === 'PaymentError')
    expect(issue).toMatchObject({ digested_event_count: 1, transaction: 'GET /api/orders' })
  })

  test('the same error twice is one issue with two events', async (context) => {
    if (!bugsink.ok) return context.skip(bugsink.reason)
    const events = [errorEvent(), errorEvent()]
    for (const event of events) await sendEnvelope(collector, [['event', event]])
    for (const { event_id } of events) await stored(event_id)
    const issues = (await server.issues()).filter(
      ({ calculated_value }) => calculated_value === 'no seat left',
    )
    expect(issues.map(({ digested_event_count }) => digested_event_count)).toEqual([2])
  })

  test('types that it does not know hold nothing up', async (context) => {
    if (!bugsink.ok) return context.skip(bugsink.reason)
    await sendEnvelope(collector, replayItems(newEventId(), [{ type: 4, data: {} }]))
    await sendEnvelope(collector, [['sessions', { aggregates: [], attrs: { release: 'r' } }]])
    const event = errorEvent()
    await sendEnvelope(collector, [['event', event]])
    await stored(event.event_id)
  })

  test('an event that breaks the schema is not stored: the check is really on', async (context) => {
    if (!bugsink.ok) return context.skip(bugsink.reason)
    const broken = errorEvent({ exception: { values: [{ type: 5, value: 'no text' }] } })
    const sound = errorEvent()
    await sendEnvelope(collector, [['event', broken]])
    await waitFor(() => server.output.includes('ValidationError'), { describe: () => server.output })
    await sendEnvelope(collector, [['event', sound]])
    await stored(sound.event_id)
    expect((await server.events()).map(({ data }) => data.event_id)).not.toContain(broken.event_id)
  })
})
