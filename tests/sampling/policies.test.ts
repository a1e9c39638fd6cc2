import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTR, METRIC, SPAN } from '../../app-shim/src/names.ts'
import { startCollector } from '../support/collector.ts'
import { sendTrace } from '../support/send.ts'
import { startSink } from '../support/sink.ts'
import type { SpanLiteral } from '../support/spans.ts'
import { everythingIsDecided, keptBy, request, type Sampled } from './decisions.ts'

const ASKED_FOR = 'ticketcap.sampling.keep'
const to = {} as Sampled

beforeAll(async () => {
  to.sink = await startSink()
  // With a baseline of 0 nothing is kept without a reason.
  const env = { SAMPLING_BASELINE_PERCENTAGE: '0', SAMPLING_SLOW_MS: '800' }
  to.collector = await startCollector({ traces: to.sink, env })
})
afterAll(async () => {
  await to.collector?.[Symbol.asyncDispose]()
  await to.sink?.[Symbol.asyncDispose]()
  expect(to.sink?.complaints ?? []).toEqual([])
})

const at = (path: string, over: Partial<SpanLiteral> = {}) =>
  request({ ...over, attributes: { 'url.path': path } })
const withEvent = (name: string, attributes = {}) =>
  request({ children: [{ name: 'work', events: [{ name, attributes }] }] })
const race = (outcome: string) =>
  withEvent(METRIC.capacityRaces.name, { [ATTR.capacityRaceOutcome]: outcome })

const KEPT: [policy: string, why: string, root: SpanLiteral][] = [
  [
    'keep-errors',
    'an error deep inside',
    request({ children: [{ name: 'a', children: [{ name: 'query', status: 'ERROR' }] }] }),
  ],
  ['keep-errors', 'a failed health check', at('/api/health', { status: 'ERROR' })],
  ['keep-errors', 'a payment that failed', request({ children: [{ name: SPAN.payment, status: 'ERROR' }] })],
  [
    'keep-capacity-and-tenancy-incidents',
    'a tenant that saw another',
    withEvent(METRIC.tenantIsolationFailures.name),
  ],
  ['keep-capacity-and-tenancy-incidents', 'an event sold twice', race('oversold')],
  ['keep-asked-for', 'what somebody asked for', request({ attributes: { [ASKED_FOR]: true } })],
  ['keep-payments', 'a payment', request({ children: [{ name: SPAN.payment }] })],
  [
    'keep-payments',
    'a payment under another name',
    request({ attributes: { [ATTR.paymentStatus]: 'COMPLETED' } }),
  ],
  ['keep-payments', 'a slow payment', request({ durationMs: 900, children: [{ name: SPAN.payment }] })],
  ['keep-registrations', 'a registration', request({ children: [{ name: SPAN.registration }] })],
  [
    'keep-registrations',
    'a registration under another name',
    request({ attributes: { [ATTR.registrationStatus]: 'CONFIRMED' } }),
  ],
  ['keep-slow', 'a request over the limit', request({ durationMs: 801 })],
  [
    'keep-slow',
    'a page that calls the health check',
    request({ durationMs: 900, children: [at('/api/health')] }),
  ],
]

const LEFT_OUT: [why: string, root: SpanLiteral][] = [
  ['an ordinary request', request()],
  ['a request exactly at the limit', request({ durationMs: 800 })],
  [
    'an answer that was not found, which is no error',
    request({ attributes: { 'http.response.status_code': 404 } }),
  ],
  ['a race that the lock prevented', race('prevented')],
  ['an event of another name', withEvent(`${METRIC.tenantIsolationFailures.name}.checked`)],
  ['what was expressly not asked for', request({ attributes: { [ASKED_FOR]: false } })],
  ['a span that is nearly called a payment', request({ children: [{ name: `${SPAN.payment}.retry` }] })],
  [
    'a span that is nearly called a registration',
    request({ children: [{ name: `${SPAN.registration}.retry` }] }),
  ],
]

describe.concurrent('the policies', () => {
  test.concurrent.each(KEPT)('%s keeps %s, whole', async (policy, _, root) => {
    expect(await keptBy(to, await sendTrace(to.collector, root), sizeOf(root))).toBe(policy)
  })

  test('nothing keeps the rest', async () => {
    const out = await Promise.all(LEFT_OUT.map(([, root]) => sendTrace(to.collector, root)))
    await everythingIsDecided(to)
    expect(LEFT_OUT.filter((_, i) => to.sink.trace(out[i] ?? '').length > 0).map(([why]) => why)).toEqual([])
  })
})

describe.concurrent('with a baseline of 100 %', () => {
  const all = {} as Sampled
  beforeAll(async () => {
    all.sink = await startSink()
    all.collector = await startCollector({ traces: all.sink, env: { SAMPLING_BASELINE_PERCENTAGE: '100' } })
  })
  afterAll(async () => {
    await all.collector?.[Symbol.asyncDispose]()
    await all.sink?.[Symbol.asyncDispose]()
  })

  test.concurrent.each([
    '/api/events',
    '/api/healthy',
    '/api/health/../orders',
    '/favicon.ico.exe',
    '/_next/data/x.json',
    '/_next/images',
  ])('baseline keeps %s', async (path) => {
    expect(await keptBy(all, await sendTrace(all.collector, at(path)))).toBe('baseline')
  })

  test('drop-health-and-assets leaves out health checks and static files, slow ones too', async () => {
    const paths = ['/api/health', '/favicon.ico', '/_next/static/chunks/1.js', '/_next/image']
    const out = await Promise.all([
      ...paths.map((path) => sendTrace(all.collector, at(path))),
      sendTrace(all.collector, at('/api/health', { durationMs: 5000 })),
    ])
    await everythingIsDecided(all)
    expect(out.flatMap((traceId) => all.sink.trace(traceId))).toEqual([])
  })
})

test.concurrent('the baseline keeps about its share, and the same traces in every collector', async () => {
  await using first = await startSink()
  await using second = await startSink()
  const env = { SAMPLING_BASELINE_PERCENTAGE: '20' }
  await using one = await startCollector({ traces: first, env })
  await using other = await startCollector({ traces: second, env })
  const count = 500
  const traceIds = await Promise.all(Array.from({ length: count }, () => sendTrace(one, request())))
  await Promise.all(traceIds.map((traceId) => sendTrace(other, request(), { traceId })))
  await Promise.all([
    everythingIsDecided({ collector: one, sink: first }),
    everythingIsDecided({ collector: other, sink: second }),
  ])
  const kept = (sink: typeof first) => traceIds.filter((traceId) => sink.trace(traceId).length > 0)
  expect(kept(first)).toEqual(kept(second))
  // 20 % of 500, within four and a half standard deviations.
  expect(kept(first).length).toBeGreaterThan(60)
  expect(kept(first).length).toBeLessThan(140)
})

function sizeOf({ children = [] }: SpanLiteral): number {
  return children.reduce((sum, child) => sum + sizeOf(child), 1)
}
