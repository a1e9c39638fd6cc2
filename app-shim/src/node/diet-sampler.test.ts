import { trace } from '@opentelemetry/api'
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace'
import { expect, it } from 'vitest'
import { recordSpans } from '../../testing/recorded-spans.ts'
import { dietSampler } from './diet-sampler.ts'

function typesKept(types: string[]) {
  const spans = recordSpans([], dietSampler(new AlwaysOnSampler()))
  for (const type of types) {
    trace
      .getTracer('next.js')
      .startSpan('work', { attributes: { 'next.span_type': type } })
      .end()
  }
  return spans().map((span) => span.attributes['next.span_type'])
}

it('keeps the spans that say something about the app', () => {
  const types = [
    'BaseServer.handleRequest',
    'AppRouteRouteHandlers.runHandler',
    'AppRender.getBodyResult',
    'Middleware.execute',
  ]
  expect(typesKept(types)).toEqual(types)
})

it('leaves out the inner steps of Next.js', () => {
  const types = ['LoadComponents.loadRouteModule', 'NextNodeServer.startResponse', 'Instrumentation.register']
  expect(typesKept(types)).toEqual([])
})

it('keeps spans that are not of Next.js', () => {
  const spans = recordSpans([], dietSampler(new AlwaysOnSampler()))
  trace.getTracer('pg').startSpan('pg.query').end()
  expect(spans()).toHaveLength(1)
})
