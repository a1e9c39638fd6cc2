import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserAvailability, startBrowser } from './support/browser.ts'
import { type Bugsink, bugsinkAvailability, startBugsink } from './support/bugsink.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { type Demo, startDemo } from './support/demo.ts'
import { readRecording, type Sentry, startSentry } from './support/sentry.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newSpanId, newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const chromium = browserAvailability()
const bugsinkHere = bugsinkAvailability()
/** What the guests type; every error of the demo carries it in its message. */
const GUEST = 'dana.levi@example.com'
const DANA = 'u-1001'
const OMER = 'u-1002'
const VISITS = 12

/** A line of a stack. */
interface Frame {
  filename?: string
  in_app?: boolean
  lineno?: number
  context_line?: string
}

/** What an error event says, as far as it is looked at here. */
interface ErrorEvent {
  event_id: string
  platform: string
  transaction?: string
  user?: Record<string, unknown>
  request?: Record<string, unknown>
  exception: {
    values: {
      type: string
      value: string
      stacktrace?: { frames: Frame[] }
    }[]
  }
  contexts: { trace: { trace_id: string } }
}

interface Stack {
  sink: Sink
  sentry: Sentry
  collector: Collector
  demo: Demo
}

async function startStack(
  dsn?: (sentry: Sentry) => string,
  env: Record<string, string> = {},
): Promise<Stack> {
  const sink = await startSink()
  const sentry = await startSentry()
  const collector = await startCollector({
    traces: sink,
    // Nothing is kept but what a policy asks for.
    env: {
      SENTRY_DSN: dsn?.(sentry) ?? sentry.dsn,
      SAMPLING_BASELINE_PERCENTAGE: '0',
      SAMPLING_DECISION_WAIT: '3s',
      ...env,
    },
  })
  const demo = await startDemo({
    telemetry: { receiver: collector },
    env: { SIDECAR_SENTRY_ENDPOINT: collector.sentryUrl },
  })
  return { sink, sentry, collector, demo }
}

async function stop({ sink, sentry, collector, demo }: Stack): Promise<void> {
  await demo[Symbol.asyncDispose]()
  await collector[Symbol.asyncDispose]()
  await sentry[Symbol.asyncDispose]()
  await sink[Symbol.asyncDispose]()
}

/** A page of a signed-in guest, in a browser profile of its own. */
async function visit(browser: Browser, demo: Demo, account: string, path: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${demo.url}/?tenant=habima&lang=en&account=${account}`)
  await page.goto(demo.url + path, { waitUntil: 'load' })
  return page
}

const eventsOf = (sentry: Sentry) => sentry.store.items('event').map(({ json }) => json as ErrorEvent)
const throwingFrame = ({ exception }: ErrorEvent) => exception.values.at(-1)?.stacktrace?.frames.at(-1)
const titleOf = ({ exception }: ErrorEvent) => exception.values.at(-1)?.value ?? ''

describe('errors of a real browser and of the server behind it', () => {
  let stack: Stack
  let browser: Browser

  beforeAll(async () => {
    if (!chromium.ok) return
    stack = await startStack()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    if (stack) await stop(stack)
  })

  /** The one event whose message fits and that came after `before` events; none may follow it. */
  async function one(before: number, part: string): Promise<ErrorEvent> {
    const fitting = () =>
      eventsOf(stack.sentry)
        .slice(before)
        .filter((event) => titleOf(event).includes(part))
    const event = await waitFor(() => fitting()[0], {
      describe: () => `No error with "${part}".\n${stack.sentry.output}\n${stack.demo.output}`,
    })
    // Its trace is the last thing to come: whatever would arrive twice is there by then.
    await keptTrace(event)
    expect(fitting(), stack.sentry.output).toHaveLength(1)
    return event
  }

  /** The spans that the sampler kept of the trace of an error, in both backends. */
  async function keptTrace({ contexts }: ErrorEvent): Promise<void> {
    const traceId = contexts.trace.trace_id
    await waitFor(() => stack.sink.trace(traceId).length > 0, {
      deadline: 30_000,
      describe: () => `The trace ${traceId} of the error was not kept.\n${stack.sink.output}`,
    })
    const policies = stack.sink.trace(traceId).map(({ scope }) => scope.attributes['tailsampling.policy'])
    expect(policies).toContain('keep-errors')
    await waitFor(() => stack.sentry.store.trace(traceId).spans.length > 0, {
      describe: () => stack.sentry.output,
    })
  }

  test('a route that throws, called from the page: once, on the trace of the request, for the guest', async (context) => {
    if (!chromium.ok) return context.skip(chromium.reason)
    const before = eventsOf(stack.sentry).length
    const page = await visit(browser, stack.demo, 'dana', `/client-error?guest=${encodeURIComponent(GUEST)}`)
    const request = page.waitForRequest((each) => each.url().includes('/api/throws'))
    await page.getByRole('button').nth(3).click()
    const traceparent = (await request).headers().traceparent ?? ''
    const event = await one(before, 'cannot print the ticket of')
    expect(event).toMatchObject({ platform: 'node', user: { id: DANA } })
    expect(event.contexts.trace.trace_id).toBe(traceparent.split('-')[1])
    expect(event.transaction).toContain('/api/throws')
    const spans = stack.sink.trace(event.contexts.trace.trace_id)
    expect(spans.map(({ attributes }) => attributes['http.route'])).toContain('/api/throws')
    // The line that was written, not the one that was built.
    expect(throwingFrame(event)).toMatchObject({
      filename: expect.stringMatching(/app\/api\/throws\/route\.ts$/),
      context_line: expect.stringContaining('throw new Error'),
    })
    // The page fails for it too, and is on the same trace.
    const client = await one(before, 'cannot print the ticket: 500')
    expect(client).toMatchObject({ platform: 'javascript', user: { id: DANA } })
    expect(client.contexts.trace.trace_id).toBe(event.contexts.trace.trace_id)
    await page.context().close()
  })

  test('a server component that throws: once, on the trace of its page', async (context) => {
    if (!chromium.ok) return context.skip(chromium.reason)
    const before = eventsOf(stack.sentry).length
    const page = await visit(browser, stack.demo, 'omer', `/throws?guest=${encodeURIComponent(GUEST)}`)
    const event = await one(before, 'cannot show the seating plan of')
    expect(event).toMatchObject({ platform: 'node', user: { id: OMER } })
    const spans = stack.sink.trace(event.contexts.trace.trace_id)
    expect(spans.map(({ attributes }) => attributes['http.route'])).toContain('/throws')
    expect(throwingFrame(event)).toMatchObject({ filename: expect.stringMatching(/app\/throws\/page\.tsx$/) })
    // What the guest reads is what finds the error.
    await page.getByText(event.contexts.trace.trace_id).waitFor()
    await page.context().close()
  })

  test.each([
    [0, 'a click', 'cannot pick a seat for'],
    [1, 'a promise that nobody awaits', 'cannot hold a seat for'],
    [2, 'a component that cannot be drawn', 'cannot draw the seats of'],
  ])(
    'an error of the page (%i, %s): once, with user, frames and a trace that is kept',
    async (button, _, part) => {
      if (!chromium.ok) return
      const before = eventsOf(stack.sentry).length
      const page = await visit(
        browser,
        stack.demo,
        'dana',
        `/client-error?guest=${encodeURIComponent(GUEST)}`,
      )
      await page.getByRole('button').nth(button).click()
      const event = await one(before, part)
      expect(event).toMatchObject({ platform: 'javascript', user: { id: DANA } })
      // Its file is a built one: what was written is found in Sentry, by source maps that are uploaded there.
      expect(throwingFrame(event)).toMatchObject({
        filename: expect.stringMatching(/\/_next\/static\/.*\.js$/),
        lineno: expect.any(Number),
      })
      await page.context().close()
    },
  )

  test('a replay of the visit arrives once per segment, knows the error, and shows nothing that was typed', async (context) => {
    if (!chromium.ok) return context.skip(chromium.reason)
    const before = stack.sentry.store.items('replay_event').length
    const page = await visit(browser, stack.demo, 'dana', `/client-error?guest=${encodeURIComponent(GUEST)}`)
    // The recorder is loaded when the page is idle, and names its session when it records.
    await page.waitForFunction('sessionStorage.getItem("sentryReplaySession") !== null')
    await page.getByRole('button').nth(0).click()
    const replays = () => stack.sentry.store.items('replay_event').slice(before)
    const first = await waitFor(() => replays()[0], {
      deadline: 30_000,
      describe: () => `No replay.\n${stack.sentry.output}`,
    })
    const replay = first.json as { replay_id: string; segment_id: number; error_ids: string[]; user?: object }
    expect(replay.error_ids.length).toBeGreaterThan(0)
    // The error goes a way of its own and may come second.
    await waitFor(() => {
      const errors = new Set(eventsOf(stack.sentry).map(({ event_id }) => event_id))
      return replay.error_ids.every((id) => errors.has(id))
    })
    const segments = replays().map(({ json }) =>
      JSON.stringify([(json as typeof replay).replay_id, (json as typeof replay).segment_id]),
    )
    expect(new Set(segments).size).toBe(segments.length)
    const recordings = stack.sentry.store
      .items('replay_recording')
      .slice(before)
      .map(({ payload }) => readRecording(payload))
    expect(recordings.length).toBe(replays().length)
    const events = recordings.flatMap((recording) => recording.events as { type: number }[])
    // The whole page was recorded (2), and it is readable: not a word of it stands there.
    expect(events.map(({ type }) => type)).toContain(2)
    expect(JSON.stringify(recordings)).not.toMatch(/dana|levi|Reserve|Throw/i)
    await page.context().close()
  })

  test('guests who fail at the same time are never mixed up', async (context) => {
    if (!chromium.ok) return context.skip(chromium.reason)
    const sent = Array.from({ length: VISITS * 2 }, (_, i) => ({
      traceId: newTraceId(),
      account: i % 2 ? 'dana' : 'omer',
    }))
    await Promise.all(
      sent.map(({ traceId, account }, i) =>
        stack.demo.get(`${i % 3 ? '/api/throws' : '/throws'}?guest=guest-${i}`, {
          cookie: `account=${account}`,
          traceparent: `00-${traceId}-${newSpanId()}-01`,
        }),
      ),
    )
    for (const { traceId, account } of sent) {
      const [event] = await waitFor(
        () => {
          const found = eventsOf(stack.sentry).filter((each) => each.contexts.trace.trace_id === traceId)
          return found.length > 0 && found
        },
        { describe: () => `No error of ${account} on ${traceId}.\n${stack.sentry.output}` },
      )
      expect(event?.user).toEqual({ id: account === 'dana' ? DANA : OMER })
    }
  })

  test('nothing that a guest typed reached Sentry, and Sentry would have refused nothing', (context) => {
    if (!chromium.ok) return context.skip(chromium.reason)
    const recordings = stack.sentry.store
      .items('replay_recording')
      .map(({ payload }) => JSON.stringify(readRecording(payload)))
    const everything = [stack.sentry.bytes().toString('utf8'), ...recordings].join('\n')
    expect(everything.length).toBeGreaterThan(10_000)
    expect(
      everything.match(/.{0,40}(dana\.levi|@example\.(com|org)|Mozilla\/5\.0 [^"]*127\.0).{0,40}/i),
    ).toBeNull()
    expect(stack.sentry.complaints.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([])
  })
})

test('a Sentry of another make stores each of them once, under the right guest', async (context) => {
  if (!chromium.ok) return context.skip(chromium.reason)
  if (!bugsinkHere.ok) return context.skip(bugsinkHere.reason)
  // The schema that Sentry has published is older than the SDK: it does not know `sdk.settings`.
  const bugsink: Bugsink = await startBugsink('warn')
  await using _server = bugsink
  const stack = await startStack(() => bugsink.dsn, { SENTRY_OTLP: 'false' })
  const browser = await startBrowser()
  try {
    const page = await visit(browser, stack.demo, 'dana', `/client-error?guest=${encodeURIComponent(GUEST)}`)
    await page.getByRole('button').nth(3).click()
    await visit(browser, stack.demo, 'omer', `/throws?guest=${encodeURIComponent(GUEST)}`)
    const expected = [
      ['cannot print the ticket of', DANA],
      ['cannot print the ticket: 500', DANA],
      ['cannot show the seating plan of', OMER],
    ] as const
    const stored = async () => (await bugsink.events()).map(({ data }) => data as unknown as ErrorEvent)
    await waitFor(async () => (await stored()).length >= expected.length, {
      deadline: 30_000,
      describe: async () => `${JSON.stringify((await stored()).map(titleOf))}\n${bugsink.output}`,
    })
    const events = await stored()
    for (const [part, user] of expected) {
      const found = events.filter((event) => titleOf(event).includes(part))
      expect(
        found.map((event) => event.user?.id),
        part,
      ).toEqual([user])
      await waitFor(() => stack.sink.trace(found[0]?.contexts.trace.trace_id ?? '').length > 0, {
        deadline: 30_000,
      })
    }
    expect(JSON.stringify(events)).not.toMatch(/dana\.levi|@example/i)
    expect(
      bugsink.schemaComplaints.filter((complaint) => !complaint.includes("'settings' was unexpected")),
    ).toEqual([])
  } finally {
    await browser.close()
    await stop(stack)
  }
})
