import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from './limits.ts'
import { type Console, startConsole } from './server.ts'
import { id, otlpRequest } from './testing.ts'

const PROTOBUF = { 'content-type': 'application/x-protobuf' }
const MAX = 200_000
let page: Console

beforeAll(async () => {
  page = await startConsole({
    port: 0,
    limits: { ...DEFAULT_LIMITS, maxRequestBytes: MAX },
    links: { app: 'http://127.0.0.1:1' },
  })
})
afterAll(() => page.close())

/** The members of the answers that are looked at here. */
interface Answer {
  rootName: string
  traces: { rootName: string }[]
  error: { where: string; do: string }
}

const post = (body: string | Uint8Array, headers: Record<string, string>) =>
  fetch(`${page.url}/v1/traces`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers,
  })
const get = async (path: string) => {
  const response = await fetch(page.url + path)
  return { status: response.status, body: (await response.json()) as Answer }
}

describe('POST /v1/traces', () => {
  test('takes protobuf and answers with an empty protobuf response', async () => {
    const response = await post(
      otlpRequest([{ traceId: id(1, 16), spanId: id(1, 8), name: 'GET /a' }], 'baseline'),
      PROTOBUF,
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/x-protobuf')
    expect((await response.arrayBuffer()).byteLength).toBe(0)
    const { body } = await get(`/api/traces/${id(1, 16)}`)
    expect(body).toMatchObject({
      traceId: id(1, 16),
      policy: 'baseline',
      spans: [
        {
          spanId: id(1, 8),
          name: 'GET /a',
          kind: 'INTERNAL',
          durationMs: 10,
          startTimeUnixNano: '1790000000000000000',
        },
      ],
    })
  })

  test('takes gzip', async () => {
    const body = gzipSync(otlpRequest([{ traceId: id(2, 16), spanId: id(1, 8) }]))
    expect((await post(body, { ...PROTOBUF, 'content-encoding': 'gzip' })).status).toBe(200)
    expect((await get(`/api/traces/${id(2, 16)}`)).status).toBe(200)
  })

  test('takes JSON', async () => {
    const span = {
      traceId: id(3, 16),
      spanId: id(1, 8),
      name: 'שלום',
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
    }
    const response = await post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }), {
      'content-type': 'application/json',
    })
    expect(await response.json()).toEqual({})
    expect((await get(`/api/traces/${id(3, 16)}`)).body.rootName).toBe('שלום')
  })

  test.each([
    ['bytes that are not protobuf', 'hello', PROTOBUF, 400, 'ExportTraceServiceRequest'],
    [
      'JSON that is cut off',
      '{"resourceSpans": [',
      { 'content-type': 'application/json' },
      400,
      'ExportTraceServiceRequest',
    ],
    ['another content type', 'x', { 'content-type': 'text/plain' }, 415, 'content-type'],
    ['another encoding', 'x', { ...PROTOBUF, 'content-encoding': 'br' }, 415, 'content-encoding'],
    ['broken gzip', 'x', { ...PROTOBUF, 'content-encoding': 'gzip' }, 400, 'request body'],
  ])('refuses %s with where, what and what to do', async (_, body, headers, status, where) => {
    const response = await post(body, headers as Record<string, string>)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: { where, seen: expect.any(String), do: expect.any(String) },
    })
  })

  test.each([
    ['too large as sent', Buffer.alloc(MAX + 1), {}],
    ['too large once unpacked', gzipSync(Buffer.alloc(MAX + 1)), { 'content-encoding': 'gzip' }],
  ])('refuses a body that is %s', async (_, body, headers) => {
    const response = await post(new Uint8Array(body), { ...PROTOBUF, ...(headers as object) })
    expect(response.status).toBe(413)
    expect(((await response.json()) as { error: { seen: string } }).error.seen).toBe(`more than ${MAX} bytes`)
  })

  test('takes a body of exactly the limit as far as its size goes', async () => {
    expect((await post(new Uint8Array(MAX), PROTOBUF)).status).toBe(400)
  })
})

describe('the API', () => {
  test('lists what was kept, filtered', async () => {
    const { body } = await get(`/api/traces?policy=baseline&limit=5`)
    expect(body.traces.map(({ rootName }: { rootName: string }) => rootName)).toEqual(['GET /a'])
  })

  test.each([
    ['/api/traces?limit=0', 400, 'query limit'],
    ['/api/traces?limit=501', 400, 'query limit'],
    ['/api/traces?status=bad', 400, 'query status'],
    ['/api/traces?polcy=x', 400, 'query'],
    [`/api/traces/${id(9, 16)}`, 404, `trace ${id(9, 16)}`],
    ['/api/traces/short', 404, 'GET /api/traces/short'],
    ['/../package.json', 404, 'GET /package.json'],
  ])('answers %s with %i', async (path, status, where) => {
    const answer = await get(path)
    expect(answer).toMatchObject({ status, body: { error: { where } } })
  })

  test('suggests the parameter that was meant', async () => {
    expect((await get('/api/traces?polcy=x')).body.error.do).toBe('Did you mean "policy"?')
  })

  test('tells its counts, limits and links', async () => {
    const { body } = await get('/api/status')
    expect(body).toMatchObject({
      traces: 3,
      spans: 3,
      evictedTraces: 0,
      links: { app: 'http://127.0.0.1:1' },
    })
    expect((await get('/healthz')).body).toEqual({ status: 'ok' })
  })
})

describe('the page', () => {
  test.each([
    '/',
    '/style.css',
    '/main.js',
    '/api.js',
    '/dom.js',
    '/format.js',
    '/trace-list.js',
    '/trace-detail.js',
    '/waterfall.js',
    '/favicon.svg',
  ])('serves %s from its own files only', async (path) => {
    const response = await fetch(page.url + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await response.text()).not.toMatch(/(src|href)="https?:|@import|innerHTML/)
  })

  test('answers nobody who calls it by another name', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${page.url}/api/traces`, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })
})
