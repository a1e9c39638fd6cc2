import { describe, expect, it } from 'vitest'
import { type Destination, readDestination } from './destination.ts'
import type { Environment } from './environment.ts'

function read(env: Environment): { destination: Destination | undefined; warnings: string[] } {
  const warnings: string[] = []
  const destination = readDestination(env, (code, subject, detail) =>
    warnings.push(`${code} ${subject} ${detail}`),
  )
  return { destination, warnings }
}

const HTTP = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }
const GRPC = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }

describe('addresses', () => {
  it.each([
    [HTTP, 'http://host:4318', 'http://host:4318/v1/traces', 'http://host:4318/v1/metrics'],
    [HTTP, 'http://host:4318/', 'http://host:4318/v1/traces', 'http://host:4318/v1/metrics'],
    [
      HTTP,
      'https://gw.example/otlp//',
      'https://gw.example/otlp/v1/traces',
      'https://gw.example/otlp/v1/metrics',
    ],
    [HTTP, 'http://[::1]:4318', 'http://[::1]:4318/v1/traces', 'http://[::1]:4318/v1/metrics'],
    [HTTP, 'collector:4318', 'http://collector:4318/v1/traces', 'http://collector:4318/v1/metrics'],
    [GRPC, 'http://host:4317', 'http://host:4317/', 'http://host:4317/'],
    [GRPC, 'http://host:4317/some/path/', 'http://host:4317/', 'http://host:4317/'],
    [GRPC, 'http://[fd12::1]:4317', 'http://[fd12::1]:4317/', 'http://[fd12::1]:4317/'],
    [
      GRPC,
      'collector.railway.internal:4317',
      'http://collector.railway.internal:4317/',
      'http://collector.railway.internal:4317/',
    ],
  ])('%j with %s go to %s and %s', (protocol, endpoint, tracesUrl, metricsUrl) => {
    const { destination, warnings } = read({ ...protocol, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    expect(destination).toMatchObject({ tracesUrls: [tracesUrl], metricsUrls: [metricsUrl] })
    expect(warnings).toEqual([])
  })

  it('are loopback by default, on the port of the protocol', () => {
    expect(read(HTTP).destination?.tracesUrls).toEqual(['http://127.0.0.1:4318/v1/traces'])
    expect(read(GRPC).destination?.tracesUrls).toEqual(['http://127.0.0.1:4317/'])
  })

  it('of one signal are used as they are', () => {
    const env = { ...HTTP, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other:9/custom' }
    expect(read(env).destination).toMatchObject({
      tracesUrls: ['http://other:9/custom'],
      metricsUrls: ['http://127.0.0.1:4318/v1/metrics'],
    })
  })

  it('of several collectors stand in a list, each once', () => {
    const list = 'http://a:4318, b:4318,https://c/otlp,http://a:4318/'
    const { destination, warnings } = read({ ...HTTP, OTEL_EXPORTER_OTLP_ENDPOINT: list })
    expect(warnings).toEqual([])
    expect(destination).toMatchObject({
      tracesUrls: ['http://a:4318/v1/traces', 'http://b:4318/v1/traces', 'https://c/otlp/v1/traces'],
      metricsUrls: ['http://a:4318/v1/metrics', 'http://b:4318/v1/metrics', 'https://c/otlp/v1/metrics'],
      compression: 'gzip',
    })
  })

  it.each(['http://a:4317,htp://b', 'http://a:4317,'])(
    'say which one of a list cannot be used: %s',
    (list) => {
      const { destination, warnings } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: list })
      expect(destination).toBeUndefined()
      expect(warnings).toEqual([expect.stringMatching(/E_ENDPOINT_INVALID .* at place 2 /)])
    },
  )

  it.each([
    'htp://host',
    'htp:/host',
    'host:port',
    'http://',
    'file:///etc',
    'unix:///run/x.sock',
    'http://ho st',
    'http://host:99999',
  ])('that cannot be used switch telemetry off with one warning: %s', (endpoint) => {
    const { destination, warnings } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    expect(destination).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining('E_ENDPOINT_INVALID OTEL_EXPORTER_OTLP_ENDPOINT')])
  })

  it.each([
    [GRPC, 'http://host:4318'],
    [HTTP, 'http://host:4317'],
  ])('with the port of the other protocol are named: %j %s', (protocol, endpoint) => {
    const { destination, warnings } = read({ ...protocol, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    expect(destination).toBeDefined()
    expect(warnings).toEqual([expect.stringContaining('E_ENDPOINT_PORT')])
  })
})

describe('the token', () => {
  it('becomes a bearer header', () => {
    expect(read({ SIDECAR_TOKEN: 'abc' }).destination?.headers).toEqual({ authorization: 'Bearer abc' })
  })

  it('gives way to an authorization header, in any case', () => {
    const env = { SIDECAR_TOKEN: 'abc', OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20xyz' }
    expect(read(env).destination?.headers).toEqual({ authorization: 'Basic xyz' })
  })

  it('is never printed, nor is a header value', () => {
    const secret = ['s3cr', 'et'].join('')
    const env = {
      SIDECAR_TOKEN: `${secret}\u0007`,
      OTEL_EXPORTER_OTLP_HEADERS: `a=%${secret},b c=${secret},=${secret}`,
    }
    const { warnings } = read({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: `htp://me:${secret}@host` })
    expect(warnings.length).toBeGreaterThanOrEqual(1)
    expect(warnings.join('\n')).not.toContain(secret)
  })
})

describe('headers', () => {
  it.each(['a=%zz', 'no-equals', 'b c=d', 'x=\u05d0'])('leave out a pair that cannot be sent: %s', (pair) => {
    const { destination, warnings } = read({ OTEL_EXPORTER_OTLP_HEADERS: `${pair},good=1` })
    expect(destination?.headers).toEqual({ good: '1' })
    expect(warnings).toEqual([expect.stringContaining('E_HEADERS_INVALID')])
  })
})

describe('compression', () => {
  it.each([
    ['http://127.0.0.1:4317', 'none'],
    ['http://localhost:4317', 'none'],
    ['http://[::1]:4317', 'none'],
    ['http://collector:4317', 'gzip'],
    ['http://127.0.0.1:4317,http://collector:4317', 'gzip'],
  ])('to %s is %s by default', (endpoint, compression) => {
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).destination?.compression).toBe(compression)
  })
})
