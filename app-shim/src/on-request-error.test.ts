import { trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { recordSpans } from '../testing/recorded-spans.ts'
import { onRequestError } from './index.ts'
import { exceptionOnce } from './node/exception-once.ts'

const REQUEST = { path: '/api/orders', method: 'POST', headers: {} }
const CONTEXT = { routerKind: 'App Router', routePath: '/api/orders', routeType: 'route' }

it('records the error of a request on the active span', () => {
  const spans = recordSpans([])
  trace.getTracer('test').startActiveSpan('GET /', (span) => {
    onRequestError(new TypeError('no seats'), REQUEST, CONTEXT)
    span.end()
  })
  expect(spans()[0]?.events.map((event) => event.attributes?.['exception.type'])).toEqual(['TypeError'])
})

it('does not record what a span of the trace has recorded before', () => {
  const spans = recordSpans([exceptionOnce()])
  trace.getTracer('test').startActiveSpan('GET /', (span) => {
    const error = new Error('seen by Next.js')
    span.recordException(error)
    onRequestError(error, REQUEST, CONTEXT)
    span.end()
  })
  expect(spans()[0]?.events).toHaveLength(1)
})

it('does nothing where no span is active', () => {
  trace.disable()
  onRequestError(new Error('x'), REQUEST, CONTEXT)
})
