import { decodeTraces, flattenSpans } from '@ticketcap/otlp'
import { expect, test } from 'vitest'
import { Traffic } from './traffic.ts'

const spansOf = (body: Buffer) => flattenSpans(decodeTraces(body, 'application/x-protobuf'))

test('every request has the same spans under new trace ids', () => {
  const traffic = new Traffic()
  const [first, second] = [spansOf(traffic.next()), spansOf(traffic.next())]
  const names = (spans: typeof first) => spans.map(({ name }) => name)
  const ids = (spans: typeof first) => new Set(spans.map(({ traceId }) => traceId))
  expect(first).toHaveLength(traffic.spansPerRequest)
  expect(names(second)).toEqual(names(first))
  expect(ids(first).size).toBe(25)
  expect([...ids(second)].filter((id) => ids(first).has(id))).toEqual([])
})

test('every trace is whole: its spans share one id and one root', () => {
  const byTrace = Map.groupBy(spansOf(new Traffic().next()), ({ traceId }) => traceId)
  for (const spans of byTrace.values()) {
    expect(spans.filter(({ parentSpanId }) => !parentSpanId)).toHaveLength(1)
  }
})
