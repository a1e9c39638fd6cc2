import { beforeEach, expect, it } from 'vitest'
import { pageTrace } from './page-trace.ts'
import { type Fetching, propagateTraceparent } from './propagate-traceparent.ts'

const PAGE = 'https://app.example/events?who=dana'

let calls: { url: string; traceparent: string | null; headers: Headers }[]
let window: Fetching & { fetch: typeof fetch }
let trace: ReturnType<typeof pageTrace>
/** What the next call waits for. */
let delay: Promise<void> | undefined

beforeEach(() => {
  calls = []
  window = {
    location: { href: PAGE, origin: new URL(PAGE).origin },
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
      calls.push({ url: String(input), traceparent: headers.get('traceparent'), headers })
      await delay
      return new Response()
    },
  }
  trace = pageTrace(undefined, () => {})
  propagateTraceparent(window, trace, '/api/telemetry')
})

const traceIds = () => calls.map(({ traceparent }) => traceparent?.slice(3, 35))

it('gives each call to the own origin a trace of its own, which the page is in then', async () => {
  await window.fetch('/api/orders', { method: 'POST', headers: { 'x-own': '1' } })
  await window.fetch(new Request('https://app.example/api/events', { headers: { 'x-own': '2' } }))
  const [first, second] = traceIds()
  expect(first).toMatch(/^[\da-f]{32}$/)
  expect(second).not.toBe(first)
  expect(trace.current()).toBe(second)
  expect(calls.map(({ headers }) => headers.get('x-own'))).toEqual(['1', '2'])
})

it('enters the trace of a slow call again when its answer comes', async () => {
  const answer = Promise.withResolvers<void>()
  delay = answer.promise
  const slow = window.fetch('/api/slow')
  delay = undefined
  await window.fetch('/api/quick')
  expect(trace.current()).toBe(traceIds()[1])
  answer.resolve()
  await slow
  expect(trace.current()).toBe(traceIds()[0])
})

it.each(['https://other.example/api', '/api/telemetry', 'http://app.example/api', 'http://['])(
  'leaves a call to %s alone',
  async (url) => {
    const before = trace.current()
    await window.fetch(url)
    expect(traceIds()).toEqual([undefined])
    expect(trace.current()).toBe(before)
  },
)

it('leaves a call alone that has a trace', async () => {
  const own = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  await window.fetch('/api/orders', { headers: { traceparent: own } })
  expect(calls[0]?.traceparent).toBe(own)
})

it('does not enter the trace of a page that is fetched in advance', async () => {
  const before = trace.current()
  await window.fetch('/events/1', { headers: { 'next-router-prefetch': '1' } })
  expect(traceIds()[0]).toMatch(/^[\da-f]{32}$/)
  expect(trace.current()).toBe(before)
})
