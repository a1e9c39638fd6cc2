import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodeLogs,
  encodeMetrics,
  encodeTraces,
  type Resource,
} from '@ticketcap/otlp'
import { CASE_ATTRIBUTE } from './places-parts.ts'

const CASE = /^case-\d+$/

/** Tempo, Prometheus and Sentry in one: a backend that keeps every byte it is sent, each case's apart from the rest. */
export class Capture implements AsyncDisposable {
  /** Bytes by trace id, or by the number of the case for metrics and logs. */
  readonly byCase = new Map<string, Buffer[]>()
  /** Attributes of spans, as text, by trace id. */
  readonly attributes = new Map<string, Map<string, string>>()
  /** Everything that belongs to no case: span metrics, own metrics, paths and headers. */
  readonly rest: Buffer[] = []
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const raw = Buffer.concat(chunks)
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
        this.rest.push(Buffer.from(`${request.url} ${JSON.stringify(request.headers)}\n`))
        if (request.url?.endsWith('/v1/traces')) this.#traces(body, request.headers['content-type'])
        else if (request.url?.endsWith('/v1/logs')) this.#logs(body, request.headers['content-type'])
        else this.#metrics(body, request.headers['content-type'])
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
      })
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What `SENTRY_DSN` has to be. */
  get dsn(): string {
    return `http://${'0'.repeat(32)}@127.0.0.1:${this.port}/1`
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #keep(name: string, bytes: Uint8Array): void {
    const known = this.byCase.get(name) ?? []
    known.push(Buffer.from(bytes))
    this.byCase.set(name, known)
  }

  #traces(body: Buffer, type: string | undefined): void {
    for (const resourceSpans of decodeTraces(body, type).resourceSpans) {
      for (const scopeSpans of resourceSpans.scopeSpans) {
        for (const span of scopeSpans.spans) {
          this.#keep(
            span.traceId,
            encodeTraces({
              resourceSpans: [{ ...resourceSpans, scopeSpans: [{ ...scopeSpans, spans: [span] }] }],
            }),
          )
          this.attributes.set(
            span.traceId,
            new Map(span.attributes.map(({ key, value }) => [key, value?.stringValue ?? ''])),
          )
        }
      }
    }
  }

  #metrics(body: Buffer, type: string | undefined): void {
    for (const resourceMetrics of decodeMetrics(body, type).resourceMetrics) {
      const bytes = encodeMetrics({ resourceMetrics: [resourceMetrics] })
      const mark = markOf(resourceMetrics.resource)
      if (mark && resourceMetrics.scopeMetrics.some(({ scope }) => scope?.name === 'corpus'))
        this.#keep(mark, bytes)
      else this.rest.push(Buffer.from(bytes))
    }
  }

  #logs(body: Buffer, type: string | undefined): void {
    for (const resourceLogs of decodeLogs(body, type).resourceLogs) {
      const bytes = encodeLogs({ resourceLogs: [resourceLogs] })
      const mark = markOf(resourceLogs.resource)
      if (mark) this.#keep(mark, bytes)
      else this.rest.push(Buffer.from(bytes))
    }
  }
}

function markOf(resource: Resource | undefined): string | undefined {
  const mark = resource?.attributes.find(({ key }) => key === CASE_ATTRIBUTE)?.value?.stringValue
  return mark !== undefined && CASE.test(mark) ? mark : undefined
}
