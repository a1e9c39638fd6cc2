import { type Environment, read, VARIABLES } from './environment.ts'
import { parsePairs } from './pairs.ts'
import type { Warn } from './warn-once.ts'

type Protocol = 'grpc' | 'http/protobuf'

const PROTOCOLS: readonly Protocol[] = ['grpc', 'http/protobuf']
const DEFAULT_ENDPOINT: Readonly<Record<Protocol, string>> = {
  grpc: 'http://127.0.0.1:4317',
  'http/protobuf': 'http://127.0.0.1:4318',
}
/** The registered port of the other protocol: the usual mix-up. */
const FOREIGN_PORT: Readonly<Record<Protocol, string>> = { grpc: '4318', 'http/protobuf': '4317' }
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/
/** An address without scheme, as gRPC users write it: `collector:4317`, `[::1]:4317`. */
const HOST_AND_PORT = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?(\/.*)?$/i
/** RFC 9110 token: what a header name may be. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/
/** Visible ASCII, spaces and tabs: what both HTTP and gRPC metadata carry. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/

/** Where telemetry goes and how. */
export interface Destination {
  readonly protocol: Protocol
  readonly tracesUrl: string
  readonly metricsUrl: string
  /** Lower-case names. Holds the token: never print values. */
  readonly headers: Readonly<Record<string, string>>
  readonly compression: 'gzip' | 'none'
  readonly certificate: string | undefined
}

/** The checked destination; undefined, after a warning, when the address cannot be used. */
export function readDestination(env: Environment, warn: Warn): Destination | undefined {
  const protocol = readProtocol(env, warn)
  const base = readUrl(env, warn, 'endpoint', protocol) ?? new URL(DEFAULT_ENDPOINT[protocol])
  const traces = readUrl(env, warn, 'tracesEndpoint', protocol)
  const metrics = readUrl(env, warn, 'metricsEndpoint', protocol)
  if (base === 'invalid' || traces === 'invalid' || metrics === 'invalid') return undefined
  return {
    protocol,
    tracesUrl: (traces ?? signalUrl(base, protocol, 'v1/traces')).href,
    metricsUrl: (metrics ?? signalUrl(base, protocol, 'v1/metrics')).href,
    headers: readHeaders(env, warn),
    compression: readCompression(env, warn, base),
    certificate: read(env, 'certificate'),
  }
}

type OtlpKey = 'endpoint' | 'tracesEndpoint' | 'metricsEndpoint'

/** An address of the collector, without user name and password; undefined when it is not set. */
export function readSidecarUrl(
  env: Environment,
  key: OtlpKey | 'sentryEndpoint',
  example: string,
  warn: Warn,
): URL | 'invalid' | undefined {
  const raw = read(env, key)
  if (raw === undefined) return undefined
  const text = HOST_AND_PORT.test(raw) ? `http://${raw}` : raw
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    warn(
      'E_ENDPOINT_INVALID',
      VARIABLES[key].name,
      `is no http or https URL (${raw.length} characters). Write it like ${example}.`,
    )
    return 'invalid'
  }
  url.username = ''
  url.password = ''
  return url
}

function readUrl(
  env: Environment,
  warn: Warn,
  key: OtlpKey,
  protocol: Protocol,
): URL | 'invalid' | undefined {
  const url = readSidecarUrl(env, key, DEFAULT_ENDPOINT[protocol], warn)
  if (url === undefined || url === 'invalid') return url
  const { name } = VARIABLES[key]
  if (url.port === FOREIGN_PORT[protocol]) {
    const remedy = `${url.port} is the port of ${protocol === 'grpc' ? 'http/protobuf' : 'grpc'}`
    warn(
      'E_ENDPOINT_PORT',
      name,
      `does not fit OTEL_EXPORTER_OTLP_PROTOCOL=${protocol}: ${remedy}. Change one of them.`,
    )
  }
  return url
}

/** gRPC has no path; for HTTP the signal path is appended to whatever path the base has. */
function signalUrl(base: URL, protocol: Protocol, path: string): URL {
  const url = new URL(base)
  url.pathname = protocol === 'grpc' ? '/' : `${base.pathname.replace(/\/+$/, '')}/${path}`
  return url
}

function readProtocol(env: Environment, warn: Warn): Protocol {
  const raw = read(env, 'protocol')
  const fallback = VARIABLES.protocol.default
  if (raw === undefined) return fallback
  const protocol = PROTOCOLS.find((candidate) => candidate === raw.toLowerCase())
  if (protocol !== undefined) return protocol
  warn(
    'E_VARIABLE_INVALID',
    VARIABLES.protocol.name,
    `is "${raw}". Use ${PROTOCOLS.join(' or ')}; ${fallback} is used.`,
  )
  return fallback
}

function readCompression(env: Environment, warn: Warn, base: URL): 'gzip' | 'none' {
  const fallback = LOOPBACK.test(base.hostname) ? 'none' : 'gzip'
  const raw = read(env, 'compression')?.toLowerCase()
  if (raw === undefined) return fallback
  if (raw === 'gzip' || raw === 'none') return raw
  warn(
    'E_VARIABLE_INVALID',
    VARIABLES.compression.name,
    `is "${raw}". Use gzip or none; ${fallback} is used.`,
  )
  return fallback
}

function readHeaders(env: Environment, warn: Warn): Record<string, string> {
  const { name } = VARIABLES.headers
  const report = (detail: string) => warn('E_HEADERS_INVALID', name, detail)
  const headers: Record<string, string> = {}
  for (const [key, value] of Object.entries(parsePairs(read(env, 'headers'), report))) {
    if (HEADER_NAME.test(key) && HEADER_VALUE.test(value)) headers[key.toLowerCase()] = value
    else
      report(
        `has a header name or value with characters that HTTP does not allow (${key.length} characters).`,
      )
  }
  const token = read(env, 'token')
  if (token === undefined || 'authorization' in headers) return headers
  if (HEADER_VALUE.test(token)) return { ...headers, authorization: `Bearer ${token}` }
  warn(
    'E_HEADERS_INVALID',
    VARIABLES.token.name,
    'has characters that HTTP does not allow. Use printable ASCII.',
  )
  return headers
}
