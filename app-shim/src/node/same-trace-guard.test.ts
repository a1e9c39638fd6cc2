import { type HrTime, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { recordSpans } from '../../testing/recorded-spans.ts'
import { sameTraceGuard } from './same-trace-guard.ts'

const TRACE_ID = 'ab'.repeat(16)

/** A time as OpenTelemetry writes it; a plain number could mean time since the process started. */
const at = (seconds: number): HrTime => [1_700_000_000 + Math.floor(seconds), (seconds % 1) * 1e9]

/** Two requests of one browser page: same trace id, the second still open when the first ends. */
function twoRequestsOfOnePage() {
  const tracer = trace.getTracer('test')
  const request = (parentSpanId: string) => {
    const traceparent = `00-${TRACE_ID}-${parentSpanId}-01`
    const parent = propagation.extract(ROOT_CONTEXT, { traceparent })
    return tracer.startSpan('GET', { kind: SpanKind.SERVER, startTime: at(0) }, parent)
  }
  const first = request('1'.repeat(16))
  const second = request('2'.repeat(16))
  first.updateName('GET /api/fast').setAttribute('http.route', '/api/fast').end(at(0.3))
  second.updateName('GET /api/slow').setAttribute('http.route', '/api/slow').end(at(1.5))
}

function seen(spans: ReturnType<ReturnType<typeof recordSpans>>) {
  return spans.map((span) => ({ name: span.name, route: span.attributes['http.route'] }))
}

it('keeps name, route and duration of two concurrent requests with one trace id', () => {
  const spans = recordSpans([sameTraceGuard()])
  twoRequestsOfOnePage()
  expect(seen(spans())).toEqual([
    { name: 'GET /api/fast', route: '/api/fast' },
    { name: 'GET /api/slow', route: '/api/slow' },
  ])
  expect(spans()[1]?.duration).toEqual([1, 500_000_000])
})

// When this fails, @vercel/otel no longer needs the guard.
it('shows what @vercel/otel does without the guard: the second request loses name and route', () => {
  const spans = recordSpans([])
  twoRequestsOfOnePage()
  expect(seen(spans())).toContainEqual({ name: 'GET', route: undefined })
})

it('ends children and parents that end on their own', () => {
  const spans = recordSpans([sameTraceGuard()])
  const tracer = trace.getTracer('test')
  tracer.startActiveSpan('parent', (parent) => {
    tracer.startSpan('child').end()
    parent.end()
  })
  expect(spans().map((span) => span.name)).toEqual(['child', 'parent'])
})
