import { context, type Span, trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { recordSpans } from '../../testing/recorded-spans.ts'
import { putOnDiet } from './span-diet.ts'

const NOISE = ['LoadComponents.loadRouteModule', 'NextNodeServer.startResponse', 'Instrumentation.register']
const KEPT = [
  'BaseServer.handleRequest',
  'AppRouteRouteHandlers.runHandler',
  'AppRender.getBodyResult',
  'Middleware.execute',
]

function dieting() {
  const spans = recordSpans([])
  putOnDiet()
  return { spans, next: trace.getTracer('next.js', '16') }
}

const ofType = (type: string) => ({ attributes: { 'next.span_type': type } })
const end = (span: Span) => span.end()

it('keeps the spans that say something about the app', () => {
  const { spans, next } = dieting()
  for (const type of KEPT) next.startActiveSpan('work', ofType(type), end)
  for (const type of KEPT) next.startSpan('work', ofType(type)).end()
  expect(spans().map((span) => span.attributes['next.span_type'])).toEqual([...KEPT, ...KEPT])
})

it('leaves out the inner steps of Next.js, and still runs them', () => {
  const { spans, next } = dieting()
  const ran: string[] = []
  for (const type of NOISE) {
    next.startActiveSpan('work', ofType(type), (span) => {
      ran.push(type)
      span.end()
    })
    next.startSpan('work', ofType(type)).end()
  }
  expect(ran).toEqual(NOISE)
  expect(spans()).toEqual([])
})

it('keeps a span without attributes, and one of another tracer', () => {
  const { spans, next } = dieting()
  next.startActiveSpan('plain', end)
  trace.getTracer('pg').startSpan('pg.query', ofType('NextNodeServer.startResponse')).end()
  expect(spans().map((span) => span.name)).toEqual(['plain', 'pg.query'])
})

it.each(['active', 'given'])(
  'gives what runs inside a left out span the span around it (%s context)',
  (how) => {
    const { spans, next } = dieting()
    const options = ofType('NextNodeServer.findPageComponents')
    const inside = () => trace.getTracer('app').startSpan('inside').end()
    next.startActiveSpan('around', ofType('BaseServer.handleRequest'), (around) => {
      if (how === 'active') next.startActiveSpan('noise', options, inside)
      else next.startActiveSpan('noise', options, context.active(), inside)
      around.end()
    })
    const [child, parent] = spans()
    expect([child?.name, parent?.name]).toEqual(['inside', 'around'])
    expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId)
  },
)

it('lets a span made inside a left out one that was started by hand keep its trace', () => {
  const { spans, next } = dieting()
  next.startActiveSpan('around', ofType('BaseServer.handleRequest'), (around) => {
    const noise = next.startSpan('noise', ofType('NextNodeServer.clientComponentLoading'))
    trace.getTracer('app').startSpan('inside', {}, trace.setSpan(context.active(), noise)).end()
    around.end()
  })
  const [child, parent] = spans()
  expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId)
})
