import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endedSpans, exported, traceExporterFor } from '../app-shim/testing/trace-exporter.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { call, post, spanRequest } from './support/otlp-wire.ts'
import { inRepository } from './support/repository.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

/** What the collector asks for. The first wait of the shim's own is 1.2 s at most. */
const ASKED_MS = 2000
/** A timer may be early by as much. */
const TIMER_MS = 10

let sink: Sink
let collector: Collector
let directory: string

/** The shipped configuration, with less memory than the program itself takes. */
beforeAll(async () => {
  const shipped = readFileSync(inRepository('collector-config.yaml'), 'utf8')
  const limited = shipped.replace(/limit_percentage: 75\n +spike_limit_percentage: 20/, 'limit_mib: 1')
  expect(limited).not.toBe(shipped)
  directory = mkdtempSync(path.join(tmpdir(), 'pressure-'))
  const config = path.join(directory, 'collector-config.yaml')
  writeFileSync(config, limited)
  sink = await startSink()
  collector = await startCollector({ traces: sink, config })
  // The limiter looks for the first time a second after the start.
  await waitFor(async () => (await post(collector, spanRequest())).status === 503)
})
afterAll(async () => {
  await collector?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

test('what the memory limiter refuses is told when to come back, by either protocol', async () => {
  expect(await post(collector, spanRequest())).toMatchObject({ status: 503, retryAfter: '2' })
  expect(await call(collector, spanRequest())).toMatchObject({ status: 'UNAVAILABLE', retryAfter: '2' })
})

test('the shim comes back then, and not before', async () => {
  const asked: number[] = []
  // Hands on, and knows when.
  const server = createServer(async (request, response) => {
    asked.push(performance.now())
    const body = await buffer(request)
    const { authorization = '' } = request.headers
    const answer = await fetch(new URL(request.url ?? '/', collector.httpUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', authorization },
      body: new Uint8Array(body),
    })
    const retryAfter = answer.headers.get('retry-after')
    response.writeHead(answer.status, retryAfter === null ? {} : { 'retry-after': retryAfter })
    response.end(new Uint8Array(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { exporter } = traceExporterFor({
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '3500',
    SIDECAR_TOKEN: collector.token,
  })
  const { ok } = await exported(exporter, endedSpans())
  await exporter.shutdown()
  server.close()
  expect(ok).toBe(false)
  const [first = 0, second = 0] = asked
  expect(second - first).toBeGreaterThanOrEqual(ASKED_MS - TIMER_MS)
})
