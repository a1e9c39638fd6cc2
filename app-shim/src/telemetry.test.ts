import { SpanStatusCode, trace } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { recordSpans } from '../testing/recorded-spans.ts'
import { ATTR, SPAN } from './names.ts'
import { tracePayment, traceRegistration, withSpan } from './telemetry.ts'

describe('before telemetry starts', () => {
  it('runs the work and returns its result', async () => {
    trace.disable()
    expect(await tracePayment(100, 'ILS', () => 'paid')).toBe('paid')
  })

  it('rethrows what the work throws', async () => {
    trace.disable()
    await expect(traceRegistration('e1', 2, () => Promise.reject(new Error('full')))).rejects.toThrow('full')
  })
})

describe('tracePayment', () => {
  it('makes one OK span with amount and currency', async () => {
    const spans = recordSpans([])
    await tracePayment(12000, 'ILS', () => 'paid')
    expect(spans()).toHaveLength(1)
    expect(spans()[0]?.name).toBe(SPAN.payment)
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.OK)
    expect(spans()[0]?.attributes).toMatchObject({
      [ATTR.paymentAmount]: 12000,
      [ATTR.paymentCurrency]: 'ILS',
    })
  })

  it('writes a currency outside the list as other', async () => {
    const spans = recordSpans([])
    await tracePayment(1, 'XYZ', () => 'paid')
    expect(spans()[0]?.attributes[ATTR.paymentCurrency]).toBe('other')
  })
})

describe('withSpan', () => {
  it('records what the work throws with its error type, and rethrows the same error', async () => {
    const spans = recordSpans([])
    const refused = Object.assign(new Error('no route'), { code: 'ECONNREFUSED' })
    await expect(withSpan('call', {}, () => Promise.reject(refused))).rejects.toBe(refused)
    const [span] = spans()
    expect(span?.status).toMatchObject({ code: SpanStatusCode.ERROR, message: 'no route' })
    expect(span?.attributes[ATTR.errorType]).toBe('ECONNREFUSED')
    expect(span?.events.map((event) => event.name)).toEqual(['exception'])
  })

  it('takes a thrown value that is no error', async () => {
    const spans = recordSpans([])
    await expect(withSpan('call', {}, () => Promise.reject('broken'))).rejects.toBe('broken')
    expect(spans()[0]?.attributes[ATTR.errorType]).toBe('string')
  })

  it('is the parent of spans made inside', async () => {
    const spans = recordSpans([])
    await withSpan('outer', {}, () => withSpan('inner', {}, () => undefined))
    const [inner, outer] = spans()
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
  })
})
