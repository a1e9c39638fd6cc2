import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeLogs, decodeTraces, flattenSpans, OtlpDecodeError } from '@ticketcap/otlp'
import { headersOf, type SentryAnswer } from './answer.ts'
import { readContent } from './content.ts'
import { refusal } from './credentials.ts'
import { EnvelopeError, readEnvelope } from './envelope.ts'
import { query } from './query.ts'
import { type StandInLimits, StandInStore } from './store.ts'

const HOST = '127.0.0.1'
const DEFAULT_KEY = '0123456789abcdef0123456789abcdef'
const DEFAULT_PROJECT = '1'
const INGEST = /^\/api\/([^/]+)\/(envelope|integration\/otlp\/v1\/traces|integration\/otlp\/v1\/logs)\/?$/

/** How to start the stand-in. */
export interface StandInOptions {
  /** Port on 127.0.0.1; 0 (default) takes any free one. */
  port?: number
  /** Public key of the DSN. Default: a fixed one of 32 hexadecimal digits. */
  key?: string
  /** Default 1. */
  project?: string
  limits?: StandInLimits
}

/** One request to an ingestion path, in the order of arrival. */
export interface StandInRequest {
  at: Date
  path: string
  /** `envelope`, `traces` or `logs`; empty for a path that is none. */
  endpoint: string
  /** The status it got; 0 for none. */
  status: number
  /** Why it was refused; empty when it was not. */
  detail: string
  headers: IncomingMessage['headers']
  /** The body as it was unpacked; absent when it was not read. */
  body?: Buffer
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly seen: StandInRequest
}

/**
 * Stands in for sentry.io: checks key, path, encoding, framing and sizes as the real one does, takes envelopes and
 * OTLP, and keeps what it took. It groups nothing, and knows nothing about quotas unless `answer` says so.
 */
export class SentryStandIn {
  readonly store: StandInStore
  /** The last 5,000 requests. */
  readonly requests: StandInRequest[] = []
  /** May be changed at any time; a function decides about each request. */
  answer: SentryAnswer | ((request: { endpoint: string }) => SentryAnswer) = 'accept'
  readonly #key: string
  readonly #project: string
  /** Of requests whose content was taken. */
  readonly #answering = new Set<ServerResponse>()
  #server: Server | undefined
  #port: number

  constructor({ port = 0, key = DEFAULT_KEY, project = DEFAULT_PROJECT, limits }: StandInOptions = {}) {
    this.store = new StandInStore(limits)
    this.#port = port
    this.#key = key
    this.#project = project
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`
  }

  /** What `SENTRY_DSN` has to be. */
  get dsn(): string {
    return standInDsn(this.#port, this.#key, this.#project)
  }

  /** Starts listening; again on the same port after `close()`. */
  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      this.#respond(request, response).catch((error: unknown) => {
        // A sender that went away in the middle of its body.
        if (response.headersSent || request.destroyed) return response.destroy()
        sendJson(response, 500, { detail: error instanceof Error ? error.message : String(error) })
      })
    })
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(this.#port, HOST, () => {
        this.#server = server
        resolve()
      }),
    )
    this.#port = (server.address() as AddressInfo).port
    return this
  }

  /**
   * Stops listening and cuts open connections: to a sender this Sentry is gone. What it got stays, and its senders are told
   * so first: who is cut off before his answer has to send again.
   */
  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    const closed = new Promise((resolve) => server.close(resolve))
    await Promise.all([...this.#answering].map((response) => once(response, 'close')))
    server.closeAllConnections()
    await closed
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#server) return void request.socket.destroy()
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    if (request.method === 'GET') return sendJson(response, ...query(this.store, pathname, searchParams))
    const [, project, path = ''] = INGEST.exec(pathname) ?? []
    const endpoint = path.split('/').at(-1) ?? ''
    const seen: StandInRequest = {
      at: new Date(),
      path: pathname,
      endpoint,
      status: 0,
      detail: '',
      headers: request.headers,
    }
    this.requests.push(seen)
    this.requests.splice(0, Math.max(0, this.requests.length - 5000))

    const answer = typeof this.answer === 'function' ? this.answer({ endpoint }) : this.answer
    const planned = headersOf(answer)
    if (!planned) return answer === 'drop' ? void request.socket.destroy() : undefined
    const exchange = { request, response, seen }
    const { status, detail, id } = await this.#judge(exchange, project, searchParams, planned.status)
    Object.assign(seen, { status, detail })
    for (const [name, value] of Object.entries(planned.headers)) response.setHeader(name, value)
    // What is left of an unread body is not wanted.
    if (!request.complete) response.setHeader('connection', 'close')
    if (status !== 200) return sendJson(response, status, { detail, causes: [] })
    if (endpoint === 'envelope') return sendJson(response, 200, id ? { id } : {})
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  }

  /** What becomes of a request: the checks first, then the planned answer, then what it carries is taken. */
  async #judge(
    { request, response, seen }: Exchange,
    project: string | undefined,
    parameters: URLSearchParams,
    planned: number,
  ): Promise<{ status: number; detail: string; id?: string }> {
    if (project === undefined) return { status: 404, detail: 'not an ingestion path' }
    if (request.method !== 'POST') return { status: 405, detail: 'POST only' }
    const refused = refusal(request, parameters, this.#key)
    if (refused) return refused
    if (project !== this.#project) return { status: 403, detail: 'no such project' }
    try {
      const body = await readContent(request)
      seen.body = body
      if (planned !== 200) return { status: planned, detail: 'as asked' }
      if (!this.#server) return { status: 503, detail: 'gone' }
      if (!response.closed) {
        this.#answering.add(response)
        response.once('close', () => this.#answering.delete(response))
      }
      return { status: 200, detail: '', id: this.#take(seen.endpoint, body, request.headers['content-type']) }
    } catch (error) {
      if (error instanceof EnvelopeError) return { status: error.status, detail: error.message }
      if (error instanceof OtlpDecodeError) return { status: 400, detail: error.message }
      throw error
    }
  }

  /** Keeps what was sent; answers with the event id, when there is one. */
  #take(endpoint: string, body: Buffer, type: string | undefined): string | undefined {
    if (endpoint === 'traces') this.store.addSpans(flattenSpans(decodeTraces(body, type)))
    else if (endpoint === 'logs') this.store.addLogs(decodeLogs(body, type))
    else {
      const envelope = readEnvelope(body)
      this.store.addEnvelope(envelope, body.length)
      return typeof envelope.headers.event_id === 'string' ? envelope.headers.event_id : undefined
    }
    return undefined
  }
}

/** The DSN of a stand-in on a port, whether it listens already or not. */
export function standInDsn(port: number, key = DEFAULT_KEY, project = DEFAULT_PROJECT): string {
  return `http://${key}@${HOST}:${port}/${project}`
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const content = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each))
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(content)
}
