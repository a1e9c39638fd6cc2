import { decodeTraces, flattenSpans } from '@ticketcap/otlp'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from './limits.ts'
import { createTraceStore } from './store.ts'
import { id, otlpRequest, type SentSpan } from './testing.ts'

const spans = (sent: SentSpan[], policy?: string) => flattenSpans(decodeTraces(otlpRequest(sent, policy)))
const one = (trace: number, span: number, more: Partial<SentSpan> = {}) => ({
  traceId: id(trace, 16),
  spanId: id(span, 8),
  ...more,
})
const everything = { limit: 100 }

describe('a trace in pieces', () => {
  test('is merged by its id and summed up from all of them', () => {
    const store = createTraceStore()
    store.add(
      spans([
        one(1, 2, {
          parentSpanId: id(1, 8),
          kind: 2,
          name: 'GET /a',
          route: '/a',
          start: 5,
          end: 90,
          error: true,
        }),
      ]),
    )
    store.add(spans([one(1, 1, { name: 'GET', start: 0, end: 20 })], 'keep-errors'))
    expect(store.list(everything)).toEqual([
      {
        traceId: id(1, 16),
        rootName: 'GET',
        title: 'GET /a',
        route: '/a',
        service: 'ticketcap',
        status: 'ERROR',
        durationMs: 90,
        spanCount: 2,
        policy: 'keep-errors',
        startTime: '2026-09-21T14:13:20.000Z',
      },
    ])
  })

  test('that is delivered twice counts once', () => {
    const store = createTraceStore()
    store.add(spans([one(1, 1)]))
    store.add(spans([one(1, 1, { name: 'later copy' })]))
    expect(store.counts()).toMatchObject({ traces: 1, spans: 1 })
    expect(store.get(id(1, 16))?.[0]?.name).toBe('later copy')
  })

  test('is titled by its earliest span when every parent is elsewhere', () => {
    const store = createTraceStore()
    store.add(
      spans([
        one(1, 2, { parentSpanId: id(1, 8), name: 'child', start: 5 }),
        one(1, 1, { parentSpanId: id(9, 8), name: 'entry' }),
      ]),
    )
    expect(store.list(everything)[0]?.rootName).toBe('entry')
  })
})

describe('a full store', () => {
  test('lets the oldest trace go and counts it', () => {
    const store = createTraceStore({ ...DEFAULT_LIMITS, maxSpans: 3 })
    store.add(spans([one(1, 1), one(1, 2), one(2, 1), one(3, 1)]))
    expect(store.get(id(1, 16))).toBeUndefined()
    expect(store.list(everything).map(({ traceId }) => traceId)).toEqual([id(3, 16), id(2, 16)])
    expect(store.counts()).toMatchObject({ traces: 2, spans: 2, evictedTraces: 1, evictedSpans: 2 })
  })

  test('keeps everything up to the limit', () => {
    const store = createTraceStore({ ...DEFAULT_LIMITS, maxSpans: 3 })
    store.add(spans([one(1, 1), one(2, 1), one(3, 1)]))
    expect(store.counts()).toMatchObject({ traces: 3, evictedTraces: 0 })
  })

  test('counts bytes too, and gives them back', () => {
    const store = createTraceStore({ ...DEFAULT_LIMITS, maxBytes: 5000 })
    store.add(spans([one(1, 1, { name: 'x'.repeat(1000) })]))
    store.add(spans([one(2, 1, { name: 'y'.repeat(1000) })]))
    store.add(spans([one(3, 1)]))
    expect(store.counts()).toMatchObject({ traces: 2, evictedTraces: 1 })
    expect(store.counts().bytes).toBeLessThanOrEqual(5000)
  })

  test('never gives up its only trace, but stops at the limit of one trace', () => {
    const store = createTraceStore({ ...DEFAULT_LIMITS, maxSpans: 2, maxSpansPerTrace: 4 })
    store.add(spans([1, 2, 3, 4, 5, 6].map((span) => one(1, span))))
    expect(store.counts()).toMatchObject({ traces: 1, spans: 4, droppedSpans: 2, evictedTraces: 0 })
  })
})

describe('a list', () => {
  const store = createTraceStore()
  store.add(spans([one(1, 1, { name: 'GET /a', route: '/a' })], 'baseline'))
  store.add(spans([one(2, 1, { name: 'POST /b', route: '/b', error: true })], 'keep-errors'))
  store.add(spans([one(3, 1, { name: 'בדיקה' })]))
  const found = (filter: object) =>
    store.list({ ...everything, ...filter }).map(({ traceId }) => Number.parseInt(traceId.slice(0, 2), 16))

  test('is newest first and ends at its limit', () => {
    expect(found({})).toEqual([3, 2, 1])
    expect(found({ limit: 2 })).toEqual([3, 2])
  })

  test.each([
    [{ route: '/a' }, [1]],
    [{ status: 'ERROR' }, [2]],
    [{ status: 'UNSET' }, [3, 1]],
    [{ policy: 'keep-errors' }, [2]],
    [{ service: 'other' }, []],
    [{ text: 'post' }, [2]],
    [{ text: 'בדי' }, [3]],
    [{ text: '0303' }, [3]],
    [{ route: '/b', status: 'ERROR' }, [2]],
    [{ route: '/b', status: 'UNSET' }, []],
  ])('filters by %j', (filter, expected) => {
    expect(found(filter)).toEqual(expected)
  })
})
