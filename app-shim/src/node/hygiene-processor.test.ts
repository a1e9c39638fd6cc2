import { SpanKind, trace } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { recordSpans } from '../../testing/recorded-spans.ts'
import { cleanSpanName, cleanUrl, hygieneProcessor } from './hygiene-processor.ts'

describe('cleanUrl', () => {
  it.each([
    ['/tickets/42?email=jan@x.cz', '/tickets/42'],
    ['https://me:secret@pay.example/charge?card=1#top', 'https://pay.example/charge'],
    ['http://[::1]:3000/a?b', 'http://[::1]:3000/a'],
    ['/plain/path', '/plain/path'],
    ['https://pay.example/@handle', 'https://pay.example/@handle'],
  ])('turns %s into %s', (url, clean) => {
    expect(cleanUrl(url)).toBe(clean)
  })
})

describe('cleanSpanName', () => {
  it.each([
    ['fetch GET https://pay.example:8443/v1/charge/77?token=abc', 'fetch GET pay.example:8443'],
    ['http POST http://me:pw@host/x', 'http POST host'],
    ['GET /tickets?email=jan@x.cz', 'GET /tickets'],
    ['executing api route (app) /api/orders', 'executing api route (app) /api/orders'],
    ['what now?', 'what now?'],
  ])('turns %s into %s', (name, clean) => {
    expect(cleanSpanName(name)).toBe(clean)
  })
})

it('leaves no query string, user name or fragment on a span', () => {
  const spans = recordSpans([hygieneProcessor()])
  const secret = 'hunter2'
  const url = `https://me:${secret}@pay.example/charge?token=${secret}#${secret}`
  const attributes = {
    'http.url': url,
    'url.full': url,
    'http.target': `/a?x=${secret}`,
    'url.query': `x=${secret}`,
    'resource.name': url,
  }
  trace.getTracer('test').startSpan(`fetch POST ${url}`, { kind: SpanKind.CLIENT, attributes }).end()
  const [span] = spans()
  expect(JSON.stringify([span?.name, span?.attributes])).not.toContain(secret)
  expect(span?.attributes['http.url']).toBe('https://pay.example/charge')
})
