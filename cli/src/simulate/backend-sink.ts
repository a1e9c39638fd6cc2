import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { decodeTraces } from '@ticketcap/otlp'
import { addFacts, type TraceFacts } from './trace-facts.ts'

/** What one backend of the candidate was sent. */
export interface BackendTraffic {
  readonly traces: Map<string, TraceFacts>
  spans: number
  /** Bytes of the requests, as protobuf, not packed. */
  bytes: number
}

/** Stands for every backend of the candidate. */
export interface BackendSink {
  readonly port: number
  /** What was sent to `/<index>/v1/traces`. */
  backend(index: number): BackendTraffic
  /** Spans of all backends so far: it stands still when the collector has delivered everything. */
  received(): number
  close(): Promise<void>
}

/** Takes OTLP at `/<index>/v1/traces` and keeps what each index got. */
export async function startBackendSink(): Promise<BackendSink> {
  const backends = new Map<number, BackendTraffic>()
  const backendAt = (index: number): BackendTraffic => {
    const backend = backends.get(index) ?? { traces: new Map(), spans: 0, bytes: 0 }
    backends.set(index, backend)
    return backend
  }
  const server = createServer((request, response) => {
    const index = /^\/(\d+)\/v1\/traces$/.exec(request.url ?? '')?.[1]
    if (!index) return response.writeHead(404).end()
    buffer(request).then(
      (body) => {
        take(backendAt(Number(index)), body)
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
      },
      () => response.writeHead(400).end(),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    backend: backendAt,
    received: () => [...backends.values()].reduce((total, { spans }) => total + spans, 0),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function take(backend: BackendTraffic, body: Uint8Array): void {
  const request = decodeTraces(body, 'application/x-protobuf')
  const before = backend.spans
  for (const { scopeSpans } of request.resourceSpans)
    for (const { spans } of scopeSpans) backend.spans += spans.length
  if (backend.spans === before) return
  backend.bytes += body.length
  addFacts(backend.traces, request, Date.now())
}
