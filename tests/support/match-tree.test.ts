import type { FlatSpan } from '@ticketcap/otlp'
import { describe, expect, test } from 'vitest'
import { mismatch } from './match-tree.ts'
import { drawTrees } from './trace-tree.ts'

const TRACE = 'a'.repeat(32)

function span(
  spanId: string,
  name: string,
  parentSpanId = '',
  attributes: FlatSpan['attributes'] = {},
): FlatSpan {
  return {
    traceId: TRACE,
    spanId,
    parentSpanId,
    name,
    kind: 'INTERNAL',
    startTimeUnixNano: BigInt(Number.parseInt(spanId, 16)),
    endTimeUnixNano: 100n,
    durationMs: 1,
    status: { code: 'UNSET', message: '' },
    attributes,
    events: [],
    links: [],
    traceState: '',
    flags: 0,
    resource: {},
    scope: { name: 'test', version: '', attributes: {} },
    schemaUrl: '',
  }
}

const ORDER = [
  span('1', 'POST /orders'),
  span('2', 'query', '1', { table: 'seats' }),
  span('3', 'query', '1', { table: 'orders' }),
  span('4', 'charge', '3'),
]

describe('mismatch', () => {
  test('accepts a tree that names a part of what arrived', () => {
    expect(mismatch(ORDER, { name: 'POST /orders', children: [{ name: 'query' }] })).toBeUndefined()
  })

  test('finds the right child whatever the order of the expectations', () => {
    const children = [
      { name: 'query' },
      { name: 'query', attributes: { table: 'orders' }, children: [{ name: /^ch/ }] },
    ]
    expect(mismatch(ORDER, { name: 'POST /orders', children })).toBeUndefined()
    expect(mismatch(ORDER, { name: 'POST /orders', children: children.toReversed() })).toBeUndefined()
  })

  test('says which span is missing and what stands in its place', () => {
    const reason = mismatch(ORDER, { name: 'POST /orders', children: [{ name: 'refund' }] })
    expect(reason).toContain('/POST /orders/refund: the span is named "query"')
  })

  test('does not let one span stand for two', () => {
    const twice = { name: 'query', attributes: { table: 'seats' } }
    expect(mismatch(ORDER, { name: 'POST /orders', children: [twice, twice] })).toContain(
      'only the same span',
    )
  })

  test('refuses a further child when none is allowed', () => {
    const expected = { name: 'POST /orders', children: [{ name: 'query' }], noOtherChildren: true }
    expect(mismatch(ORDER, expected)).toContain('2 children, not 1')
  })

  test('refuses an attribute that must be absent', () => {
    const children = [{ name: 'query', attributes: { table: undefined } }]
    expect(mismatch(ORDER, { name: 'POST /orders', children })).toContain('table is "seats", not absent')
  })

  test('takes a span without its parent for a root', () => {
    expect(mismatch([span('4', 'charge', '3')], { name: 'charge' })).toBeUndefined()
  })
})

test('drawTrees shows parents above children with their attributes', () => {
  expect(drawTrees(ORDER).split('\n')).toEqual([
    `trace ${TRACE}`,
    '  INTERNAL POST /orders 1.0 ms {}',
    '    INTERNAL query 1.0 ms {table="seats"}',
    '    INTERNAL query 1.0 ms {table="orders"}',
    '      INTERNAL charge 1.0 ms {}',
  ])
})
