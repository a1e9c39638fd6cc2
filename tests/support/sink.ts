import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import {
  decodeMetrics,
  decodeTraces,
  type FlatDataPoint,
  type FlatSpan,
  flattenMetrics,
  flattenSpans,
} from '@ticketcap/otlp'
import { rememberOutput } from './output-on-failure.ts'
import { drawTrees } from './trace-tree.ts'

/** How a sink answers: `accept`, an HTTP status, or `hang` (the connection stays open, unanswered). */
export type SinkAnswer = 'accept' | 'hang' | number

/** How to start a sink. */
export interface SinkOptions {
  /** Default 127.0.0.1; `0.0.0.0` when a container has to reach it. */
  host?: string
  /** Default: a free one. */
  port?: number
  /** Default `accept`. */
  answer?: SinkAnswer
}

/** One request as it came in; the bodies of refused requests are not read into `spans` and `points`. */
export interface SinkRequest {
  path: string
  headers: IncomingMessage['headers']
  answered: SinkAnswer
}

/**
 * A backend in this process: takes OTLP over HTTP (traces and metrics, protobuf or JSON, gzip or plain) on any
 * path that ends in `v1/traces` or `v1/metrics`, and keeps what it accepted.
 */
export class Sink implements AsyncDisposable {
  readonly name = 'sink'
  readonly spans: FlatSpan[] = []
  readonly points: FlatDataPoint[] = []
  readonly requests: SinkRequest[] = []
  /** May be changed at any time. */
  answer: SinkAnswer
  /** Problems with what was sent; a test that expects clean input checks that it is empty. */
  readonly complaints: string[] = []
  #server: Server | undefined
  #host: string
  #port = 0
  #closed = false

  constructor({ host = '127.0.0.1', port = 0, answer = 'accept' }: SinkOptions) {
    this.#host = host
    this.#port = port
    this.answer = answer
    rememberOutput(this)
  }

  get port(): number {
    return this.#port
  }

  /** Base URL as this process reaches it. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** What a failing test prints. */
  get output(): string {
    return `${this.requests.length} requests\n${this.complaints.join('\n')}\n${drawTrees(this.spans)}`
  }

  get exit(): true | undefined {
    return this.#closed || undefined
  }

  /** The spans of one trace. */
  trace(traceId: string): FlatSpan[] {
    return this.spans.filter((span) => span.traceId === traceId)
  }

  /** The newest data point of each series of a metric, by the metric's OTLP name. */
  latest(metric: string): FlatDataPoint[] {
    const newest = new Map<string, FlatDataPoint>()
    for (const point of this.points) {
      if (point.metric !== metric) continue
      const series = JSON.stringify([point.resource, Object.entries(point.attributes).toSorted()])
      const known = newest.get(series)
      if (!known || known.timeUnixNano <= point.timeUnixNano) newest.set(series, point)
    }
    return [...newest.values()]
  }

  /** Starts listening, again on the same port after `close()`. */
  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch((error: Error) => {
        this.complaints.push(`${request.url}: ${error.message}`)
        response.writeHead(400).end(error.message)
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, this.#host, resolve)
    })
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
    return this
  }

  /** Stops listening and cuts open connections: to a sender this backend is gone. */
  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
    this.#closed = true
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname
    this.requests.push({ path, headers: request.headers, answered: this.answer })
    if (this.answer === 'hang') return
    const body = await readBody(request)
    if (this.answer !== 'accept') {
      response.writeHead(this.answer).end()
      return
    }
    const type = request.headers['content-type']
    if (path.endsWith('/v1/traces')) this.spans.push(...flattenSpans(decodeTraces(body, type)))
    else if (path.endsWith('/v1/metrics')) this.points.push(...flattenMetrics(decodeMetrics(body, type)))
    else throw new Error('this sink takes paths that end in v1/traces or v1/metrics')
    response.writeHead(200, { 'content-type': type ?? 'application/x-protobuf' })
    response.end(type?.startsWith('application/json') ? '{}' : undefined)
  }
}

/** Starts a sink; `await using` closes it. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  return new Sink(options).listen()
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body) : body
}
