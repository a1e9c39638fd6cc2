import { expect, it } from 'vitest'
import { pageTrace, traceparentOf } from './page-trace.ts'

const OF_PAGE = '4bf92f3577b34da6a3ce929d0e0e4736'

function traced(traceparent?: string) {
  let now = 0
  const entered: string[] = []
  const trace = pageTrace(
    traceparent,
    (traceId) => entered.push(traceId),
    () => now,
  )
  return {
    trace,
    entered,
    at: (millis: number) => {
      now = millis
    },
  }
}

it('is the trace of the page for 8 s, and a new one after that', () => {
  const { trace, entered, at } = traced(`00-${OF_PAGE}-00f067aa0ba902b7-01`)
  at(8000)
  expect(trace.current()).toBe(OF_PAGE)
  at(8001)
  const next = trace.current()
  expect(next).toMatch(/^[\da-f]{32}$/)
  expect(next).not.toBe(OF_PAGE)
  expect(entered).toEqual([OF_PAGE, next])
})

it.each([undefined, '', 'nonsense', `00-${OF_PAGE}`])(
  'is a trace of its own for a page that says %o',
  (text) => {
    const { trace } = traced(text)
    expect(trace.current()).toMatch(/^[\da-f]{32}$/)
    expect(trace.current()).not.toBe(OF_PAGE)
  },
)

it('is the trace that was entered last', () => {
  const { trace, at } = traced()
  at(20_000)
  const call = trace.begin()
  trace.enter(call)
  expect(trace.current()).toBe(call)
})

it('asks the server to record', () => {
  expect(traceparentOf(OF_PAGE)).toMatch(new RegExp(`^00-${OF_PAGE}-[\\da-f]{16}-01$`))
})
