import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Metadata, status } from '@grpc/grpc-js'
import { ExportResultCode } from '@opentelemetry/core'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../../tests/support/free-ports.ts'
import { startSink } from '../../../tests/support/sink.ts'
import { GrpcSink, startGrpcSink } from '../../testing/grpc-sink.ts'
import { endedSpans, exported, traceExporterFor } from '../../testing/trace-exporter.ts'
import type { Environment } from '../environment.ts'
import { exportHealth } from './export-health.ts'

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)

const cleanup: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanup.splice(0)) await undo()
})

/** Exports one span with the settings of an environment; says how it ended and what would be printed. */
async function exportSpan(env: Environment) {
  const { exporter, destination } = traceExporterFor({ OTEL_EXPORTER_OTLP_TIMEOUT: '4000', ...env })
  const startedAt = performance.now()
  const { ok, error } = await exported(exporter, endedSpans())
  await exporter.shutdown()
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  exportHealth(destination, { warn: say, info: say }).observe({ code: ExportResultCode.FAILED, error })
  return { ok, ms: performance.now() - startedAt, warning: lines.join() }
}

const http = (url: string): Environment => ({
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
})
const grpc = (url: string): Environment => ({
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
})

/** A server that answers each request with the next handler; the last one stays. */
async function scripted(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  let asked = 0
  const server = createHttpServer((request, response) => {
    request.resume()
    answers[Math.min(asked, answers.length - 1)]?.(request, response)
    asked += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

describe('OTLP/HTTP', () => {
  it('delivers with token and own headers, with or without a trailing slash', async () => {
    await using sink = await startSink()
    const env = { SIDECAR_TOKEN: 'token', OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b' }
    expect((await exportSpan({ ...http(`${sink.url}/`), ...env })).ok).toBe(true)
    expect((await exportSpan({ ...http(sink.url), ...env })).ok).toBe(true)
    expect(sink.requests.map((request) => request.path)).toEqual(['/v1/traces', '/v1/traces'])
    expect(sink.requests[0]?.headers).toMatchObject({ authorization: 'Bearer token', 'x-tenant': 'a b' })
    expect(sink.spans.map((span) => span.name)).toEqual(['GET /', 'GET /'])
  })

  it('compresses when asked to', async () => {
    await using sink = await startSink()
    await exportSpan({ ...http(sink.url), OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' })
    expect(sink.requests[0]?.headers['content-encoding']).toBe('gzip')
    expect(sink.spans).toHaveLength(1)
  })

  it('comes back after the time that a 503 asks for', async () => {
    const server = await scripted(
      (_request, response) => response.writeHead(503, { 'retry-after': '1' }).end(),
      (_request, response) => response.end(),
    )
    const { ok, ms } = await exportSpan(http(server.url))
    expect({ ok, asked: server.asked() }).toEqual({ ok: true, asked: 2 })
    expect(ms).toBeGreaterThanOrEqual(990)
  })

  it.each([
    [401, 'E_EXPORT_UNAUTHORIZED'],
    [404, 'E_EXPORT_NOT_FOUND'],
    [400, 'E_EXPORT_REJECTED'],
  ])('does not repeat what is answered %i', async (code, expected) => {
    const server = await scripted((_request, response) => response.writeHead(code).end())
    const { ok, warning } = await exportSpan(http(server.url))
    expect({ ok, asked: server.asked() }).toEqual({ ok: false, asked: 1 })
    expect(warning).toContain(expected)
  })

  it('gives up in time on a collector that stays busy', async () => {
    const server = await scripted((_request, response) => response.writeHead(503).end())
    const { ok, ms, warning } = await exportSpan(http(server.url))
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(5000)
    expect(warning).toContain('E_EXPORT_BUSY')
  })

  it('gives up in time where nobody listens', async () => {
    const { ok, ms, warning } = await exportSpan(http(`http://127.0.0.1:${await freePort()}`))
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(5000)
    expect(warning).toContain('E_EXPORT_UNREACHABLE')
  })

  it('gives up in time on a collector that accepts and hangs', async () => {
    const server = await scripted(() => undefined)
    const { ok, ms, warning } = await exportSpan({ ...http(server.url), OTEL_EXPORTER_OTLP_TIMEOUT: '500' })
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(2000)
    expect(warning).toContain('E_EXPORT_TIMEOUT')
  })

  it('gives up in time on an answer that trickles', async () => {
    const server = await scripted((_request, response) => {
      response.writeHead(200)
      const trickle = setInterval(() => response.write('.'), 100)
      response.once('close', () => clearInterval(trickle))
    })
    const { ms } = await exportSpan({ ...http(server.url), OTEL_EXPORTER_OTLP_TIMEOUT: '500' })
    expect(ms).toBeLessThan(2000)
  })
})

describe('OTLP/gRPC', () => {
  it('delivers with token and own headers', async () => {
    await using sink = await startGrpcSink()
    const env = { SIDECAR_TOKEN: 'token', OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a' }
    expect((await exportSpan({ ...grpc(`${sink.url}/`), ...env })).ok).toBe(true)
    expect(sink.spans.map((span) => span.name)).toEqual(['GET /'])
    expect(sink.calls[0]?.metadata.getMap()).toMatchObject({ authorization: 'Bearer token', 'x-tenant': 'a' })
  })

  it.skipIf(!HAS_IPV6)('delivers to an IPv6 address (skipped where the machine has none)', async () => {
    await using sink = await new GrpcSink().listen('[::1]')
    expect((await exportSpan(grpc(`http://[::1]:${sink.port}`))).ok).toBe(true)
    expect(sink.spans).toHaveLength(1)
  })

  it('compresses when asked to', async () => {
    await using sink = await startGrpcSink()
    expect((await exportSpan({ ...grpc(sink.url), OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' })).ok).toBe(true)
    expect(sink.spans).toHaveLength(1)
  })

  it('comes back when the collector is unavailable for a moment', async () => {
    await using sink = await startGrpcSink()
    sink.answers = [{ code: status.UNAVAILABLE, details: 'restarting' }, 'accept']
    expect((await exportSpan(grpc(sink.url))).ok).toBe(true)
    expect(sink.calls).toHaveLength(2)
  })

  it('comes back after the time that RetryInfo asks for', async () => {
    await using sink = await startGrpcSink()
    sink.answers = [{ code: status.RESOURCE_EXHAUSTED, details: 'full', metadata: retryInfo(1) }, 'accept']
    const { ok, ms } = await exportSpan(grpc(sink.url))
    expect(ok).toBe(true)
    expect(ms).toBeGreaterThanOrEqual(990)
  })

  it.each([
    [status.UNAUTHENTICATED, 'E_EXPORT_UNAUTHORIZED'],
    [status.UNIMPLEMENTED, 'E_EXPORT_NOT_FOUND'],
    [status.RESOURCE_EXHAUSTED, 'E_EXPORT_BUSY'],
    [status.INVALID_ARGUMENT, 'E_EXPORT_REJECTED'],
  ])('does not repeat what is answered with status %i', async (code, expected) => {
    await using sink = await startGrpcSink()
    sink.answers = [{ code, details: 'no' }]
    const { ok, warning } = await exportSpan(grpc(sink.url))
    expect({ ok, calls: sink.calls.length }).toEqual({ ok: false, calls: 1 })
    expect(warning).toContain(expected)
  })

  it('gives up in time where nobody listens', async () => {
    const { ok, ms, warning } = await exportSpan(grpc(`http://127.0.0.1:${await freePort()}`))
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(5000)
    expect(warning).toContain('E_EXPORT_UNREACHABLE')
  })

  it('gives up in time on a collector that accepts and hangs', async () => {
    await using sink = await startGrpcSink()
    sink.answers = ['hang']
    const { ok, ms, warning } = await exportSpan({ ...grpc(sink.url), OTEL_EXPORTER_OTLP_TIMEOUT: '500' })
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(2000)
    expect(warning).toContain('E_EXPORT_TIMEOUT')
  })

  it('gives up in time on a port that accepts connections and says nothing', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanup.push(() => server.close())
    const { port } = server.address() as AddressInfo
    const env = { ...grpc(`http://127.0.0.1:${port}`), OTEL_EXPORTER_OTLP_TIMEOUT: '500' }
    const { ok, ms } = await exportSpan(env)
    expect(ok).toBe(false)
    expect(ms).toBeLessThan(2000)
  })
})

/** `google.rpc.Status` with a `RetryInfo`, as it travels in the trailer. */
function retryInfo(seconds: number): Metadata {
  const field = (number: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes])
  const delay = field(1, Buffer.from([0x08, seconds]))
  const type = field(1, Buffer.from('type.googleapis.com/google.rpc.RetryInfo'))
  const metadata = new Metadata()
  metadata.set('grpc-status-details-bin', field(3, Buffer.concat([type, field(2, delay)])))
  return metadata
}
