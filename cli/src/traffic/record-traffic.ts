import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { decodeTraces } from '@ticketcap/otlp'
import { openTrafficWriter } from './write-traffic.ts'

const unpack = promisify(gunzip)
const HOST = '127.0.0.1'
/** The collector sends batches as the app does, 4 MB at most. */
const MAX_BODY_BYTES = 8 * 1024 * 1024
/** How long a request may stay in memory before it is on disk. */
const FLUSH_INTERVAL_MS = 5_000

/** What is recorded where, and when it ends by itself. */
export interface RecordOptions {
  readonly file: string
  /** Port the collector sends to; 0 takes any free one. */
  readonly port: number
  readonly maxBytes: number
  readonly maxMs: number
}

/** A running recorder. */
export interface Recorder {
  readonly port: number
  readonly spans: number
  readonly requests: number
  /** Bytes of the file. */
  readonly size: number
  /** Resolves when a bound is reached, with its name. */
  readonly bounded: Promise<'size' | 'time'>
  close(): Promise<void>
}

/** Takes OTLP traces over HTTP from the collector, behind its scrubber, and appends them to a file. */
export async function startRecorder({ file, port, maxBytes, maxMs }: RecordOptions): Promise<Recorder> {
  const writer = await openTrafficWriter(file)
  const { promise: bounded, resolve: bound } = Promise.withResolvers<'size' | 'time'>()
  let spans = 0
  let requests = 0

  async function take(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST' || request.url !== '/v1/traces') return 404
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 413
    const sent = await buffer(request)
    const body = request.headers['content-encoding'] === 'gzip' ? await unpack(sent) : sent
    const count = countSpans(body)
    await writer.add({ at: Date.now(), spans: count, body })
    spans += count
    requests += 1
    if (writer.size >= maxBytes) bound('size')
    return 200
  }

  const server = createServer((request, response) => {
    take(request).then(
      (status) => response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end(),
      () => response.writeHead(400).end(),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, HOST, resolve))
  const flushing = setInterval(() => writer.flush(), FLUSH_INTERVAL_MS)
  const ending = setTimeout(() => bound('time'), maxMs)
  return {
    port: (server.address() as AddressInfo).port,
    bounded,
    get spans() {
      return spans
    },
    get requests() {
      return requests
    },
    get size() {
      return writer.size
    },
    async close() {
      clearInterval(flushing)
      clearTimeout(ending)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await writer.close()
    },
  }
}

function countSpans(body: Uint8Array): number {
  const { resourceSpans } = decodeTraces(body, 'application/x-protobuf')
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .reduce((sum, scope) => sum + scope.spans.length, 0)
}
