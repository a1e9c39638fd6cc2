import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { behaviourOf } from './behaviour.ts'
import { VENUES } from './venues.ts'

/** How long the provider thinks about an ordinary card. */
const THINKING_MS = 35

/** A running provider. */
export interface Provider {
  /** Base URL, without a trailing slash. */
  readonly url: string
  /** Charges seen so far, by what became of them. */
  readonly charges: Readonly<Record<'approve' | 'decline' | 'fail' | 'hang', number>>
  stop(): Promise<void>
}

/** Where to listen. Port 0 takes any free port. */
export interface ProviderOptions {
  readonly host?: string
  readonly port?: number
}

/**
 * Starts the fake payment provider: POST /charge, GET /venues/:id, GET /healthz.
 *
 * It also stands in for the venue directory that event pages ask, so that a page has an upstream call to trace.
 */
export async function startProvider({
  host = '127.0.0.1',
  port = 0,
}: ProviderOptions = {}): Promise<Provider> {
  const charges = { approve: 0, decline: 0, fail: 0, hang: 0 }
  const server = createServer((request, response) => {
    answer(request, response, charges).catch((error: unknown) => {
      json(response, 400, { error: error instanceof Error ? error.message : String(error) })
    })
  })
  await listening(server, host, port)
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('the payment provider has no TCP address')
  return {
    url: `http://${host}:${address.port}`,
    charges,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, charges: Record<string, number>) {
  const { pathname } = new URL(request.url ?? '/', 'http://provider')
  if (request.method === 'POST' && pathname === '/charge') return chargeCard(request, response, charges)
  if (pathname === '/healthz') return json(response, 200, { status: 'ok' })
  const venue = pathname.startsWith('/venues/') ? VENUES[pathname.slice('/venues/'.length)] : undefined
  return venue ? json(response, 200, venue) : json(response, 404, { error: 'not_found' })
}

async function chargeCard(
  request: IncomingMessage,
  response: ServerResponse,
  charges: Record<string, number>,
) {
  const { card, orderId } = JSON.parse(await text(request)) as { card: string; orderId: string }
  const behaviour = behaviourOf(card)
  charges[behaviour] = (charges[behaviour] ?? 0) + 1
  if (behaviour === 'hang') return
  await new Promise((resolve) => setTimeout(resolve, THINKING_MS))
  if (behaviour === 'decline') return json(response, 402, { reason: 'insufficient_funds' })
  if (behaviour === 'fail') return json(response, 500, { error: 'acquirer_unavailable' })
  return json(response, 200, { reference: `ch_${orderId.replaceAll('-', '').slice(0, 16)}` })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken ? new Error(`PAYMENT_PROVIDER_PORT: port ${port} is taken. Free it or choose another.`) : error,
      )
    })
    server.listen(port, host, resolve)
  })
}
