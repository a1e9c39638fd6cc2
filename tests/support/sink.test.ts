import { expect, test } from 'vitest'
import { expectTrace } from './expect-trace.ts'
import { RefusedError, sendTrace } from './send.ts'
import { type Sink, startSink } from './sink.ts'
import type { SpanLiteral } from './spans.ts'
import { waitFor } from './wait-for.ts'

function receiver(sink: Sink) {
  return { httpUrl: sink.url, grpcAddress: '', token: 'any' }
}

const ORDER: SpanLiteral = {
  name: 'POST /api/orders',
  kind: 'SERVER',
  attributes: { 'http.route': '/api/orders', 'ticketcap.registration.spots': 2, note: 'שלום' },
  children: [{ name: 'payment.process', afterMs: 2, status: 'ERROR', events: [{ name: 'exception' }] }],
}

test('a trace drawn as a literal arrives as the same tree', async () => {
  await using sink = await startSink()
  const traceId = await sendTrace(receiver(sink), ORDER)
  const spans = await expectTrace(sink, traceId, {
    name: 'POST /api/orders',
    kind: 'SERVER',
    attributes: { note: 'שלום', 'ticketcap.registration.spots': 2 },
    children: [{ name: 'payment.process', status: 'ERROR', events: ['exception'] }],
    noOtherChildren: true,
  })
  expect(spans).toHaveLength(2)
})

test('a failed expectation shows the trees that did arrive', async () => {
  await using sink = await startSink()
  const traceId = await sendTrace(receiver(sink), { name: 'GET /', children: [{ name: 'render' }] })
  const missing = expectTrace(
    sink,
    traceId,
    { name: 'GET /', children: [{ name: 'query' }] },
    { deadline: 60 },
  )
  await expect(missing).rejects.toThrow(/\/GET \/\/query: the span is named "render"[\s\S]*INTERNAL render/)
  const unknown = expectTrace(sink, 'f'.repeat(32), { name: 'GET /' }, { deadline: 60 })
  await expect(unknown).rejects.toThrow(/No span of trace f+ arrived[\s\S]*INTERNAL GET \//)
})

test('a sink that refuses keeps nothing and the sender learns the status', async () => {
  await using sink = await startSink({ answer: 503 })
  await expect(sendTrace(receiver(sink), { name: 'GET /' })).rejects.toThrow(new RefusedError(503, ''))
  expect(sink.spans).toEqual([])
  sink.answer = 'accept'
  await sendTrace(receiver(sink), { name: 'GET /' })
  expect(sink.spans).toHaveLength(1)
})

test('a closed sink comes back on the same port', async () => {
  await using sink = await startSink()
  const { port } = sink
  await sink.close()
  await expect(sendTrace(receiver(sink), { name: 'GET /' })).rejects.toThrow('fetch failed')
  await sink.listen()
  expect(sink.port).toBe(port)
  await sendTrace(receiver(sink), { name: 'GET /' })
  expect(sink.spans).toHaveLength(1)
})

test('waitFor reports what was seen when the deadline passes, and returns the value before it', async () => {
  expect(await waitFor(() => 'here')).toBe('here')
  await expect(waitFor(() => false, { deadline: 10, describe: () => 'Saw nobody.' })).rejects.toThrow(
    'Nothing after 10 ms. Saw nobody.',
  )
})
