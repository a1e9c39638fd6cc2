import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLING_POLICY_ATTRIBUTE } from '../../app-shim/src/names.ts'
import { type Collector, startCollector } from '../support/collector.ts'
import { sendTrace, sendTraces } from '../support/send.ts'
import { type Sink, startSink } from '../support/sink.ts'
import { newSpanId, newTraceId, traceOf } from '../support/spans.ts'
import { waitFor } from '../support/wait-for.ts'
import { everythingIsDecided, keptBy, request } from './decisions.ts'

const CACHED = 'tailsampling.cached_decision'
let sink: Sink
let collector: Collector

beforeAll(async () => {
  sink = await startSink()
  collector = await startCollector({ traces: sink, env: { SAMPLING_BASELINE_PERCENTAGE: '0' } })
})
afterAll(async () => {
  await collector?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
})

const to = () => ({ collector, sink })

describe.concurrent('a trace that comes in pieces', () => {
  test('is decided as a whole: the error of one process keeps the spans of all', async () => {
    const traceId = newTraceId()
    const parentSpanId = newSpanId()
    await sendTrace(collector, { name: 'browser' }, { traceId, resource: { 'service.name': 'browser' } })
    await sendTrace(collector, request(), { traceId, parentSpanId })
    await sendTrace(collector, { name: 'query', status: 'ERROR' }, { traceId, parentSpanId })
    expect(await keptBy(to(), traceId, 3)).toBe('keep-errors')
    expect(sink.trace(traceId).some(({ scope }) => CACHED in scope.attributes)).toBe(false)
  })

  test('is left out as a whole when no piece has a reason', async () => {
    const traceId = newTraceId()
    await sendTrace(collector, { name: 'browser' }, { traceId })
    await sendTrace(collector, request(), { traceId, parentSpanId: newSpanId() })
    await everythingIsDecided(to())
    expect(sink.trace(traceId)).toEqual([])
  })

  test('is kept by its length even when no single span is long', async () => {
    const traceId = newTraceId()
    const endedAt = Date.now()
    await sendTrace(collector, { name: 'first' }, { traceId, endedAt: endedAt - 3000 })
    await sendTrace(collector, { name: 'second' }, { traceId, parentSpanId: newSpanId(), endedAt })
    expect(await keptBy(to(), traceId, 2)).toBe('keep-slow')
  })
})

describe.concurrent('a span after the decision', () => {
  test('follows its trace when that was kept, and says so', async () => {
    const traceId = await sendTrace(collector, request({ status: 'ERROR' }))
    await keptBy(to(), traceId)
    await sendTrace(collector, { name: 'late' }, { traceId, parentSpanId: newSpanId() })
    const late = await waitFor(() => sink.trace(traceId).find(({ name }) => name === 'late'))
    expect(late.scope.attributes).toEqual({ [SAMPLING_POLICY_ATTRIBUTE]: 'keep-errors', [CACHED]: true })
  })

  test('is left out like its trace when it has no reason of its own', async () => {
    const traceId = await sendTrace(collector, request())
    await everythingIsDecided(to())
    await sendTrace(collector, { name: 'late' }, { traceId, parentSpanId: newSpanId() })
    await everythingIsDecided(to())
    expect(sink.trace(traceId)).toEqual([])
  })

  test('that ends a request longer than the wait is kept for its error and its length', async () => {
    const early = { 'next.bubble': true, 'http.method': 'GET', 'http.target': '/api/orders' }
    const decided = async () => {
      const traceId = await sendTrace(collector, { name: 'GET', kind: 'SERVER', attributes: early })
      await everythingIsDecided(to())
      expect(sink.trace(traceId)).toEqual([])
      return { traceId, parentSpanId: newSpanId() }
    }
    const failed = await decided()
    await sendTrace(collector, request({ children: [{ name: 'query', status: 'ERROR' }] }), failed)
    const slow = await decided()
    await sendTrace(collector, request({ durationMs: 12_000 }), slow)
    expect(await keptBy(to(), failed.traceId, 2)).toBe('keep-errors')
    expect(await keptBy(to(), slow.traceId)).toBe('keep-slow')
  })
})

test.concurrent('a giant trace is left out at once, for good, and takes nobody with it', async () => {
  await using backend = await startSink()
  await using patient = await startCollector({ traces: backend, env: { SAMPLING_DECISION_WAIT: '6s' } })
  const both = { collector: patient, sink: backend }
  const traceId = newTraceId()
  const filling = 'no seat left '.repeat(2300)
  const children = Array.from({ length: 100 }, () => ({ name: 'loop', attributes: { filling } }))
  // 18 MB; the limit is 16 MiB.
  const batch = () => sendTraces(patient, traceOf({ name: 'batch', status: 'ERROR', children }, { traceId }))
  await Promise.all(Array.from({ length: 6 }, batch))
  await everythingIsDecided(both)
  await sendTrace(patient, { name: 'late', status: 'ERROR' }, { traceId, parentSpanId: newSpanId() })
  await everythingIsDecided(both)
  expect(backend.trace(traceId).length).toBe(0)
})

test.concurrent('a restart decides what waits, and what comes afterwards is decided anew', async () => {
  await using backend = await startSink()
  await using restarted = await startCollector({
    traces: backend,
    env: { SAMPLING_BASELINE_PERCENTAGE: '0', SAMPLING_DECISION_WAIT: '2s' },
  })
  const both = { collector: restarted, sink: backend }
  const failed = await sendTrace(restarted, request({ status: 'ERROR' }))
  const ordinary = await sendTrace(restarted, request())
  await restarted.restart()
  expect(await keptBy(both, failed)).toBe('keep-errors')
  for (const traceId of [failed, ordinary]) {
    await sendTrace(restarted, { name: 'late', status: 'ERROR' }, { traceId, parentSpanId: newSpanId() })
  }
  expect(await keptBy(both, failed, 2)).toBe('keep-errors')
  expect(await keptBy(both, ordinary)).toBe('keep-errors')
  expect(backend.trace(ordinary).map(({ name }) => name)).toEqual(['late'])
})
