import { type Environment, read, VARIABLES } from './environment.ts'
import { parsePairs } from './pairs.ts'
import { quoted } from './quoted.ts'
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
  /** One for each collector. With several a trace goes to the one that its id chooses. */
  readonly tracesUrls: readonly string[]
  /** One for each collector; the process keeps to one of them. */
  readonly metricsUrls: readonly string[]
  /** Lower-case names. Holds the token: never print values. */
  readonly headers: Readonly<Record<string, string>>
  readonly compression: 'gzip' | 'none'
  readonly certificate: string | undefined
}

/** The checked destination; undefined, after a warning, when the address cannot be used. */
export function readDestination(env: Environment, warn: Warn): Destination | undefined {
  const protocol = readProtocol(env, warn)
  const base = readUrls(env, warn, 'endpoint', protocol) ?? [new URL(DEFAULT_ENDPOINT[protocol])]
  const traces = readUrls(env, warn, 'tracesEndpoint', protocol)
  const metrics = readUrls(env, warn, 'metricsEndpoint', protocol)
  if (base === 'invalid' || traces === 'invalid' || metrics === 'invalid') return undefined
  return {
    protocol,
    tracesUrls: distinct(traces ?? base.map((url) => signalUrl(url, protocol, 'v1/traces'))),
    metricsUrls: distinct(metrics ?? base.map((url) => signalUrl(url, protocol, 'v1/metrics'))),
    headers: readHeaders(env, warn),
    compression: readCompression(env, warn, base),
    certificate: read(env, 'certificate'),
  }
}

type OtlpKey = 'endpoint' | 'tracesEndpoint' | 'metricsEndpoint'

/** The addresses of the collector, or of several, without user name and password; undefined when none is set. */
export function readSidecarUrls(
  env: Environment,
  key: OtlpKey | 'sentryEndpoint',
  example: string,
  warn: Warn,
): readonly URL[] | 'invalid' | undefined {
  const raw = read(env, key)
  if (raw === undefined) return undefined
  const entries = raw.split(',').map((entry) => entry.trim())
  const urls = entries.map(readUrl).filter((url) => url !== undefined)
  if (urls.length === entries.length) return urls
  const several = entries.length > 1 ? ` at place ${entries.findIndex((entry) => !readUrl(entry)) + 1}` : ''
  warn(
    'E_ENDPOINT_INVALID',
    VARIABLES[key].name,
    `is no http or https URL${several} (${raw.length} characters). Write it like ${example}.`,
  )
  return 'invalid'
}

function readUrl(entry: string): URL | undefined {
  const text = HOST_AND_PORT.test(entry) ? `http://${entry}` : entry
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined
  url.username = ''
  url.password = ''
  return url
}

function readUrls(
  env: Environment,
  warn: Warn,
  key: OtlpKey,
  protocol: Protocol,
): readonly URL[] | 'invalid' | undefined {
  const urls = readSidecarUrls(env, key, DEFAULT_ENDPOINT[protocol], warn)
  if (urls === undefined || urls === 'invalid') return urls
  const { name } = VARIABLES[key]
  const foreign = urls.find((url) => url.port === FOREIGN_PORT[protocol])
  if (foreign !== undefined) {
    const remedy = `${foreign.port} is the port of ${protocol === 'grpc' ? 'http/protobuf' : 'grpc'}`
    warn(
      'E_ENDPOINT_PORT',
      name,
      `does not fit OTEL_EXPORTER_OTLP_PROTOCOL=${protocol}: ${remedy}. Change one of them.`,
    )
  }
  return urls
}

function distinct(urls: readonly URL[]): readonly string[] {
  return [...new Set(urls.map((url) => url.href))]
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
    `is ${quoted(raw)}. Use ${PROTOCOLS.join(' or ')}; ${fallback} is used.`,
  )
  return fallback
}

function readCompression(env: Environment, warn: Warn, base: readonly URL[]): 'gzip' | 'none' {
  const fallback = base.every((url) => LOOPBACK.test(url.hostname)) ? 'none' : 'gzip'
  const raw = read(env, 'compression')?.toLowerCase()
  if (raw === undefined) return fallback
  if (raw === 'gzip' || raw === 'none') return raw
  warn(
    'E_VARIABLE_INVALID',
    VARIABLES.compression.name,
    `is ${quoted(raw)}. Use gzip or none; ${fallback} is used.`,
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
