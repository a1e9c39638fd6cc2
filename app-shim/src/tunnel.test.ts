import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedState } from './shared-state.ts'
import { POST } from './tunnel.ts'

const ENVELOPE = '{"trace":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}}\n{"type":"event"}\n{}\n'

let forwarded: { text: string; traceId: string | undefined }[]
let room: boolean
let client = 0

beforeEach(() => {
  forwarded = []
  room = true
  // Each test is a client of its own, as the rate limit lives as long as the process.
  client += 1
  sharedState().errors = {
    beginRequest() {},
    setUser() {},
    setTag() {},
    addBreadcrumb() {},
    captureError() {},
    forward(envelope, traceId) {
      forwarded.push({ text: new TextDecoder().decode(envelope), traceId })
      return room
    },
  }
})
afterEach(() => {
  delete sharedState().errors
})

function request(body: string | ReadableStream, headers: Record<string, string> = {}): Request {
  const address = { 'x-forwarded-for': `198.51.100.7, 203.0.113.${client}` }
  return new Request('http://app/api/telemetry?o=1&p=2&dsn=evil', {
    method: 'POST',
    body,
    headers: { ...address, ...headers },
    duplex: 'half',
  } as RequestInit)
}

async function answerTo(given: Request): Promise<string> {
  const response = await POST(given)
  return `${response.status} ${await response.text()}`
}

it('passes an envelope on with the trace of its error and nothing of the request', async () => {
  const headers = { cookie: 'session=planted', 'user-agent': 'planted', 'sec-fetch-site': 'same-origin' }
  expect(await answerTo(request(ENVELOPE, headers))).toBe('200 ')
  expect(forwarded).toEqual([
    { text: expect.stringContaining('"type":"event"'), traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
  ])
  expect(forwarded[0]?.text).not.toMatch(/planted|203\.0/)
})

describe('refuses with a reason', () => {
  it.each([
    ['another site', ENVELOPE, { 'sec-fetch-site': 'cross-site' }, '403 {"error":"The page belongs'],
    ['a compressed body', ENVELOPE, { 'content-encoding': 'gzip' }, '415 {"error":"The body is compressed'],
    ['what is no envelope', 'hello', {}, '400 {"error":"The envelope is malformed'],
    ['an empty body', '', {}, '400 {"error":"The envelope is malformed'],
  ])('%s', async (_, body, headers, answer) => {
    expect(await answerTo(request(body, headers))).toContain(answer)
    expect(forwarded).toEqual([])
  })

  it('a body above 4 MiB, whether it says its length or not, and takes one of 4 MiB', async () => {
    const start = '{}\n{"type":"attachment"}\n'
    const full = (bytes: number) => start + 'x'.repeat(bytes - start.length)
    const limit = 4 * 1024 * 1024
    expect(await answerTo(request(full(limit + 1)))).toContain('413 {"error":"The body is larger than 4 MiB')
    const stream = new Blob([full(limit + 1)]).stream()
    expect(await answerTo(request(stream))).toContain('413')
    expect(await answerTo(request(full(limit)))).toBe('200 ')
  })

  it('the client that sends too much, by the address its proxy saw, and no other', async () => {
    const many = await Promise.all(Array.from({ length: 21 }, () => POST(request(ENVELOPE))))
    const refused = many.filter((response) => response.status === 429)
    expect(refused).toHaveLength(1)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    const invented = await POST(request(ENVELOPE, { 'x-forwarded-for': `9.9.9.9, 203.0.113.${client}` }))
    expect(invented.status).toBe(429)
    client += 1
    expect((await POST(request(ENVELOPE))).status).toBe(200)
  })

  it('everything while there is no room, and asks to come again', async () => {
    room = false
    const response = await POST(request(ENVELOPE))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  })

  it('everything while telemetry is off', async () => {
    delete sharedState().errors
    expect(await answerTo(request(ENVELOPE))).toContain('503 {"error":"Telemetry is off')
  })
})
