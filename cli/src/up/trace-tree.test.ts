import { expect, test } from 'vitest'
import type { TraceSpan } from './order.ts'
import { traceTree } from './trace-tree.ts'

const plain = (_: unknown, text: string) => text
const span = (
  spanId: string,
  parentSpanId: string,
  name: string,
  more: Partial<TraceSpan> = {},
): TraceSpan => ({
  spanId,
  parentSpanId,
  name,
  kind: 'INTERNAL',
  durationMs: 12,
  status: { code: 'UNSET', message: '' },
  attributes: {},
  ...more,
})
const draw = (...spans: TraceSpan[]) => traceTree({ traceId: '', policy: '', durationMs: 0, spans }, plain)

test('draws children below their parent, with branches', () => {
  expect(
    draw(
      span('1', '', 'POST', { durationMs: 1234 }),
      span('2', '1', 'POST /api/orders', {
        kind: 'SERVER',
        attributes: { 'http.response.status_code': 201 },
      }),
      span('3', '2', 'pg.query:INSERT', { kind: 'CLIENT', durationMs: 0.25 }),
      span('4', '2', 'payment.process', { status: { code: 'ERROR', message: 'declined' } }),
      span('5', '1', 'after'),
    ),
  ).toEqual([
    '   1.23 s  POST',
    '    12 ms  ├─ POST /api/orders server 201',
    '  0.25 ms  │  ├─ pg.query:INSERT client',
    '    12 ms  │  └─ payment.process error: declined',
    '    12 ms  └─ after',
  ])
})

test('shows a span whose parent is elsewhere as a root', () => {
  expect(draw(span('1', 'ffff', 'GET', { kind: 'SERVER' }))).toEqual(['    12 ms  GET server'])
})

test('keeps captured text on its line', () => {
  const [line] = draw(
    span('1', '', 'a\nb\u001b[31m\u202e', { attributes: { 'db.query.text': 'x'.repeat(80) } }),
  )
  expect(line).toBe(`    12 ms  a b [31m ${'x'.repeat(47)}…`)
})

test('ends when spans name each other as parents', () => {
  expect(draw(span('1', '', 'root'), span('2', '3', 'a'), span('3', '2', 'b'))).toEqual(['    12 ms  root'])
})
