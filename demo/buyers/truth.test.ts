import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedRequest } from './request.ts'
import { paymentAfter, runPlan } from './run.ts'
import { TruthCounter } from './truth.ts'

const order: PlannedRequest = {
  method: 'POST',
  route: '/api/orders',
  path: '/api/orders',
  headers: {},
  body: {},
}
const page: PlannedRequest = { method: 'GET', route: '/events/[id]', path: '/events/1?x=1', headers: {} }
const paid = (status: string, amountMinor: number) => ({ status, amountMinor, currency: 'ILS' })

describe('TruthCounter', () => {
  it('counts answers by method, route and status', () => {
    const counter = new TruthCounter()
    counter.count(page, { status: 200, ms: 1, body: undefined })
    counter.count(page, { status: 200, ms: 1, body: undefined })
    counter.count(page, { status: 404, ms: 1, body: undefined })
    expect(counter.result().requests).toEqual({ 'GET /events/[id]': { '200': 2, '404': 1 } })
  })

  it('adds up payments by status, and registrations by their final status', () => {
    const counter = new TruthCounter()
    counter.count(order, {
      status: 201,
      ms: 1,
      body: { outcome: 'CONFIRMED', payment: paid('COMPLETED', 300) },
    })
    counter.count(order, {
      status: 201,
      ms: 1,
      body: { outcome: 'CONFIRMED', payment: paid('COMPLETED', 50) },
    })
    counter.count(order, {
      status: 402,
      ms: 1,
      body: { outcome: 'PAYMENT_DECLINED', payment: paid('DECLINED', 7) },
    })
    counter.count(order, { status: 409, ms: 1, body: { outcome: 'SOLD_OUT' } })
    const truth = counter.result()
    expect(truth.payments).toEqual({
      COMPLETED: { ILS: { count: 2, amountMinor: 350 } },
      DECLINED: { ILS: { count: 1, amountMinor: 7 } },
    })
    expect(truth.registrations).toEqual({ CONFIRMED: 2, CANCELLED: 1, REJECTED: 1 })
  })

  it('counts a held registration as an outcome and not yet as a registration', () => {
    const counter = new TruthCounter()
    counter.count(order, { status: 201, ms: 1, body: { outcome: 'HELD', orderId: 'a' } })
    expect(counter.result().outcomes).toEqual({ HELD: 1 })
    expect(counter.result().registrations).toEqual({})
  })

  it('counts an order that the database failed as a failed registration, and a page as none', () => {
    const counter = new TruthCounter()
    const body = { error: 'DATABASE_UNAVAILABLE' }
    counter.count(order, { status: 503, ms: 1, body })
    counter.count({ ...page, route: '/api/events' }, { status: 503, ms: 1, body })
    expect(counter.result().registrations).toEqual({ FAILED: 1 })
  })

  it('keeps requests without an answer apart', () => {
    const counter = new TruthCounter()
    counter.count(page, { status: undefined, ms: 1, body: undefined })
    expect(counter.result()).toMatchObject({ requests: {}, noAnswer: { 'GET /events/[id]': 1 } })
  })

  it('takes percentiles at the ranks that exist', () => {
    const counter = new TruthCounter()
    for (let ms = 1; ms <= 100; ms += 1) counter.count(page, { status: 200, ms, body: undefined })
    expect(counter.result().latencyMs).toEqual({
      'GET /events/[id]': { p50: 50, p95: 95, p99: 99, max: 100 },
    })
  })
})

describe('paymentAfter', () => {
  const hold = { ...order, route: '/api/registrations', payHeldWith: '4242424242424242' }

  it('pays for seats that are held', () => {
    expect(paymentAfter(hold, { outcome: 'HELD', orderId: 'a' })).toMatchObject({
      route: '/api/payments',
      body: { registrationId: 'a', card: '4242424242424242' },
    })
  })

  it('pays nothing for seats that were refused, or for a visitor who only registers', () => {
    expect(paymentAfter(hold, { outcome: 'SOLD_OUT' })).toBeUndefined()
    expect(paymentAfter(order, { outcome: 'HELD', orderId: 'a' })).toBeUndefined()
  })
})

describe('runPlan', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  it('sends every request at its moment and counts every answer', async () => {
    const seen: string[] = []
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"outcome":"CONFIRMED"}')
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const departures = [0, 30, 60].map((atMs) => ({ atMs, request: order }))
    const startedAt = performance.now()
    const truth = await runPlan(departures, { url: `http://127.0.0.1:${port}` })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
    expect(seen).toEqual(['POST /api/orders', 'POST /api/orders', 'POST /api/orders'])
    expect(truth).toMatchObject({
      requests: { 'POST /api/orders': { '200': 3 } },
      outcomes: { CONFIRMED: 3 },
    })
  })

  it('counts an app that is not there as requests without an answer', async () => {
    server = createServer()
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server?.close(resolve))
    const truth = await runPlan([{ atMs: 0, request: page }], { url: `http://127.0.0.1:${port}` })
    expect(truth).toMatchObject({ requests: {}, noAnswer: { 'GET /events/[id]': 1 } })
  })
})
