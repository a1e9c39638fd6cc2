import { trace } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { expect, it } from 'vitest'
import { recordSpans } from '../testing/recorded-spans.ts'
import { ATTR } from './names.ts'
import { addBreadcrumb, captureError, initSentryForRequest, setTag, setUserContext } from './sentry.ts'
import { withSpan } from './telemetry.ts'

async function spanWhile(work: () => void): Promise<ReadableSpan> {
  const spans = recordSpans([])
  await withSpan('request', {}, work)
  return spans()[0] as ReadableSpan
}

it('writes the user id on the span and nothing of the mail address', async () => {
  const span = await spanWhile(() => setUserContext('u-17', 'dana@example.org'))
  expect(span.attributes[ATTR.userId]).toBe('u-17')
  expect(JSON.stringify([span.attributes, span.events])).not.toContain('dana')
})

it('writes a tag as attribute and a breadcrumb as event', async () => {
  const span = await spanWhile(() => {
    setTag('checkout.step', 'payment')
    addBreadcrumb('seat lock taken', { 'ticketcap.event.id': 'e1' })
  })
  expect(span.attributes['checkout.step']).toBe('payment')
  expect(span.events).toMatchObject([{ name: 'seat lock taken', attributes: { 'ticketcap.event.id': 'e1' } }])
})

it('records a handled error', async () => {
  const span = await spanWhile(() => captureError(new RangeError('seat 0')))
  expect(span.attributes[ATTR.errorType]).toBe('RangeError')
  expect(span.events.map((event) => event.name)).toEqual(['exception'])
})

it('ties the request id to the trace and no other header', async () => {
  const headers = { 'x-request-id': 'req-1', cookie: 'session=abc', authorization: 'Basic xyz' }
  const span = await spanWhile(() => initSentryForRequest(new Request('http://a/?q=1', { headers })))
  expect(span.attributes).toEqual({ [ATTR.requestId]: 'req-1', 'operation.name': expect.any(String) })
})

it('leaves out a request id that is no plain id', async () => {
  const headers = { 'x-request-id': 'dana@example.org' }
  const span = await spanWhile(() => initSentryForRequest(new Request('http://a/', { headers })))
  expect(span.attributes[ATTR.requestId]).toBeUndefined()
})

it('does nothing where no span is active', () => {
  trace.disable()
  setUserContext(1)
  setTag('a', 'b')
  addBreadcrumb('x')
  captureError(new Error('x'))
})
