import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { decodeTraces, flattenSpans, OtlpDecodeError } from '@ticketcap/otlp'
import type { LedgerSource } from '../ledger/read-ledger.ts'
import { answerErrors, type ErrorSource } from './errors.ts'
import { HttpError } from './http-error.ts'
import { answerLedger } from './ledger.ts'
import { type ConsoleLimits, DEFAULT_LIMITS } from './limits.ts'
import { answerMetrics } from './metrics/routes.ts'
import { pageFile } from './page-files.ts'
import { parseFilter } from './query.ts'
import { readBody } from './request-body.ts'
import { createTraceStore, type TraceStore } from './store.ts'
import { toJson, traceJson } from './trace-json.ts'

/** Only this machine: the console asks for no password. */
const HOST = '127.0.0.1'
/** A page of another site that resolves its name to loopback still sends its own name. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

export interface ConsoleOptions {
  /** Port on 127.0.0.1; 0 takes any free one. Environment: SIDECAR_CONSOLE_PORT, default 4328. */
  port: number
  limits?: ConsoleLimits
  /** Addresses the page links to, by name, e.g. `{ app: 'http://127.0.0.1:3000' }`. */
  links?: Readonly<Record<string, string>>
  /** Base URL of the Prometheus that dashboards, flow and alerts are read from; without it they say so. */
  prometheus?: string
  /** The errors that Sentry got; without it the list is empty. */
  errors?: ErrorSource
  /** The collector whose sums are shown; without it there is no ledger. */
  ledger?: LedgerSource
}

/** The running console. */
export interface Console {
  url: string
  store: TraceStore
  close(): Promise<void>
}

/** Starts the console: the page, the trace API and an OTLP/HTTP receiver for traces. */
export async function startConsole({
  port,
  limits = DEFAULT_LIMITS,
  links = {},
  prometheus,
  errors,
  ledger,
}: ConsoleOptions): Promise<Console> {
  const store = createTraceStore(limits)
  const offered = { metrics: prometheus !== undefined, ledger: ledger !== undefined }
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => fail(request, response, error))
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? ''
    if (!OWN_HOST.test(host))
      throw new HttpError(403, 'host header', 'not this machine', `Open http://${HOST} instead.`)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console')
    const route = `${request.method === 'HEAD' ? 'GET' : request.method} ${pathname}`
    const traceId = /^GET \/api\/traces\/([0-9a-fA-F]{32})$/.exec(route)?.[1]

    if (route === 'POST /v1/traces') return await receive(request, response)
    if (route === 'GET /healthz') return sendJson(response, 200, { status: 'ok' })
    if (route === 'GET /api/status')
      return sendJson(response, 200, { ...store.counts(), limits, links, offers: offered })
    if (route === 'GET /api/traces') {
      return sendJson(response, 200, { traces: store.list(parseFilter(searchParams)) })
    }
    if (traceId) {
      const spans = store.get(traceId.toLowerCase())
      if (spans) return sendJson(response, 200, traceJson(traceId.toLowerCase(), spans))
      throw new HttpError(
        404,
        `trace ${traceId}`,
        'not here',
        'It was not kept, was evicted, or has not arrived yet.',
      )
    }
    const told = answerErrors(route, searchParams, errors)
    if (told !== undefined) return sendJson(response, 200, told)
    const sums = await answerLedger(route, ledger)
    if (sums) return sendJson(response, 200, sums)
    const metrics = await answerMetrics(route, searchParams, prometheus)
    if (metrics !== undefined) return sendJson(response, 200, metrics)
    const file = request.method === 'GET' || request.method === 'HEAD' ? pageFile(pathname) : undefined
    if (file) return send(response, 200, file.type, file.content)
    throw new HttpError(
      404,
      route.replace(/[^\x20-\x7e]/g, '?').slice(0, 200),
      'no such resource',
      'See GET /api/traces and POST /v1/traces.',
    )
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, limits.maxRequestBytes)
    const type = request.headers['content-type'] ?? 'application/x-protobuf'
    store.add(flattenSpans(decodeTraces(body, type)))
    const json = type.startsWith('application/json')
    // An empty ExportTraceServiceResponse: everything was accepted.
    send(response, 200, json ? 'application/json' : 'application/x-protobuf', json ? '{}' : '')
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, HOST, resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the console has no TCP address')
  return {
    url: `http://${HOST}:${address.port}`,
    store,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  // The rest of an unread body is not wanted.
  if (!request.complete) response.setHeader('connection', 'close')
  const { status, body } = asHttpError(error)
  sendJson(response, status, body)
}

function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  if (error instanceof OtlpDecodeError) {
    return new HttpError(error.path === 'content-type' ? 415 : 400, error.path, error.seen, error.expected)
  }
  const seen = error instanceof Error ? error.message : String(error)
  return new HttpError(500, 'console', seen, 'Report this as a bug.')
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', toJson(value))
}

function send(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
  })
  response.end(response.req.method === 'HEAD' ? undefined : content)
}
