import { trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { recordSpans } from '../../testing/recorded-spans.ts'
import { withSpan } from '../telemetry.ts'
import { exceptionOnce } from './exception-once.ts'

const events = (spans: ReturnType<ReturnType<typeof recordSpans>>) =>
  spans.map((span) => [span.name, span.events.length, span.status.code])

it('records an error that passes through several spans once, where it was seen first', async () => {
  const spans = recordSpans([exceptionOnce()])
  const boom = () => Promise.reject(new Error('boom'))
  await expect(withSpan('outer', {}, () => withSpan('inner', {}, boom))).rejects.toThrow('boom')
  expect(events(spans())).toEqual([
    ['inner', 1, 2],
    ['outer', 0, 2],
  ])
})

it('records the same error object in another trace', () => {
  const spans = recordSpans([exceptionOnce()])
  const shared = new Error('one object for all')
  for (const name of ['first', 'second']) {
    const span = trace.getTracer('test').startSpan(name)
    span.recordException(shared)
    span.end()
  }
  expect(events(spans()).map(([, count]) => count)).toEqual([1, 1])
})

it('records two errors in one span', () => {
  const spans = recordSpans([exceptionOnce()])
  const span = trace.getTracer('test').startSpan('work')
  span.recordException(new Error('a'))
  span.recordException(new Error('b'))
  span.end()
  expect(spans()[0]?.events).toHaveLength(2)
})
