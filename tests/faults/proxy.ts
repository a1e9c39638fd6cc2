import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { decodeTraces, encodeTraces } from '@ticketcap/otlp'
import type { Backend } from '../support/running-collector.ts'

/** How a backend can answer wrongly. All but `status` hand the request on: the backend has it, whatever the sender hears. */
export type AnswerFault =
  /** This status, and nothing is taken. */
  | { kind: 'status'; status: number; headers?: () => Record<string, string> }
  /** 200, and a body that is no OTLP. */
  | { kind: 'garbage'; body: Buffer }
  /** 200, and the connection ends in the middle of the body. */
  | { kind: 'cut' }
  /** No answer: the connection ends. */
  | { kind: 'lost' }
  /** The first `spans` spans of each request are kept from the backend, and the answer says so: OTLP's partial success. */
  | { kind: 'partial'; spans: number }

/** Not for the next hop. */
const HOP_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']
const PROTOBUF = { 'content-type': 'application/x-protobuf' }

/** A proxy on HTTP level in front of a backend: hands on, until it is told to answer wrongly. */
export class AnswerProxy implements Backend, AsyncDisposable {
  readonly otlpPath: string | undefined
  /** May be changed at any time; undefined is healthy. */
  fault: AnswerFault | undefined
  /** How many requests met a fault. */
  faulted = 0
  /** Trace ids of the spans that a partial success left out, where the sender still waited for the answer. */
  readonly rejected: string[] = []
  readonly #upstream: string
  readonly #server: Server

  constructor({ port, otlpPath }: Backend) {
    this.otlpPath = otlpPath
    this.#upstream = `http://127.0.0.1:${port}`
    this.#server = createServer((request, response) => {
      // A sender that went away in the middle, or a backend that is gone: to the sender both are a cut connection.
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) =>
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve),
    )
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new Uint8Array(await buffer(request))
    const { fault } = this
    if (fault) this.faulted++
    switch (fault?.kind) {
      case 'status':
        response.writeHead(fault.status, fault.headers?.()).end()
        return
      case 'garbage':
        await this.#handOn(request, body)
        response.writeHead(200, PROTOBUF).end(fault.body)
        return
      case 'cut':
        await this.#handOn(request, body)
        response.writeHead(200, { ...PROTOBUF, 'content-length': '100' })
        response.write(Buffer.alloc(10), () => response.destroy())
        return
      case 'lost':
        await this.#handOn(request, body)
        response.destroy()
        return
      case 'partial': {
        const rejected = await this.#handOnInPart(request, body, fault.spans)
        // Who has given up sends all of it again, and is told then.
        response.once('finish', () => this.rejected.push(...rejected))
        response.writeHead(200, PROTOBUF).end(partialSuccess(rejected.length))
        return
      }
      case undefined: {
        const answer = await this.#handOn(request, body)
        response.writeHead(answer.status, forwardable(Object.fromEntries(answer.headers)))
        response.end(Buffer.from(await answer.arrayBuffer()))
      }
    }
  }

  #handOn({ url, method, headers }: IncomingMessage, body: Uint8Array<ArrayBuffer>): Promise<Response> {
    return fetch(`${this.#upstream}${url}`, {
      method,
      headers: forwardable(headers as Record<string, string>),
      body: method === 'GET' ? undefined : body,
      redirect: 'manual',
    })
  }

  /** Hands on all but the first spans and returns the trace ids of those. */
  async #handOnInPart(
    request: IncomingMessage,
    body: Uint8Array<ArrayBuffer>,
    spans: number,
  ): Promise<string[]> {
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    const traces = decodeTraces(plain, request.headers['content-type'])
    const rejected: string[] = []
    for (const scope of traces.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)) {
      const first = scope.spans.splice(0, spans - rejected.length)
      rejected.push(...first.map(({ traceId }) => traceId))
    }
    delete request.headers['content-encoding']
    await this.#handOn(request, new Uint8Array(encodeTraces(traces)))
    return rejected
  }
}

/** Starts a proxy in front of a backend; `await using` closes it. */
export function startAnswerProxy(backend: Backend): Promise<AnswerProxy> {
  return new AnswerProxy(backend).listen()
}

/** ExportTraceServiceResponse{partial_success: {rejected_spans, error_message}}, fewer than 128 spans. */
function partialSuccess(rejected: number): Buffer {
  const message = Buffer.from('too many spans')
  const partial = Buffer.concat([Buffer.from([0x08, rejected, 0x12, message.length]), message])
  return Buffer.concat([Buffer.from([0x0a, partial.length]), partial])
}

/** `fetch` has unpacked the body, so what was said about its packing is no longer true. */
function forwardable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name)))
}
