import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { parsePort } from '../arguments/port.ts'
import type { PortNeed } from './ports.ts'
import { DEFAULT_RUN_DIRECTORY } from './run-directory.ts'

/** The listeners of the local stack: default port, what it is, the variable that moves it. The flag is `<key>-port`. */
export const PORTS = {
  app: { port: 3000, service: 'the demo app', variable: 'PORT' },
  console: { port: 4328, service: 'the console', variable: 'SIDECAR_CONSOLE_PORT' },
  prometheus: { port: 9090, service: 'Prometheus', variable: 'SIDECAR_PROMETHEUS_PORT' },
  alertmanager: { port: 9093, service: 'Alertmanager', variable: 'SIDECAR_ALERTMANAGER_PORT' },
  'otlp-grpc': { port: 4317, service: 'the collector, OTLP over gRPC', variable: 'SIDECAR_OTLP_GRPC_PORT' },
  'otlp-http': { port: 4318, service: 'the collector, OTLP over HTTP', variable: 'SIDECAR_OTLP_HTTP_PORT' },
  sentry: { port: 4319, service: 'the collector, Sentry envelopes', variable: 'SIDECAR_SENTRY_PORT' },
  record: { port: 4331, service: 'the recorder of traffic', variable: 'SIDECAR_RECORD_PORT' },
  admin: { port: 4330, service: 'the collector, incident mode', variable: 'SIDECAR_ADMIN_PORT' },
  'sentry-stand-in': {
    port: 4329,
    service: 'the stand-in of Sentry',
    variable: 'SIDECAR_SENTRY_STAND_IN_PORT',
  },
  health: { port: 13133, service: "the collector's health check", variable: 'SIDECAR_HEALTH_PORT' },
  metrics: { port: 8888, service: "the collector's own metrics", variable: 'SIDECAR_METRICS_PORT' },
  postgres: { port: 0, service: 'the database', variable: 'SIDECAR_POSTGRES_PORT' },
} as const

export type PortName = keyof typeof PORTS
export const PORT_NAMES = Object.keys(PORTS) as PortName[]

/** What `sidecar up` was asked for. */
export interface UpSettings {
  ports: Record<PortName, number>
  /** Run-time data: logs, queue, metrics, process ids. Emptied at every start. */
  runDirectory: string
  /** Bearer token between app and collector. Environment: SIDECAR_TOKEN; random when that is empty. */
  token: string
  /** One JSON object per line on stdout. */
  json: boolean
  /** Place one order and show its trace. */
  order: boolean
  /** Run the buyers against the app. */
  traffic: boolean
  /** Record what the collector has scrubbed, for `sidecar simulate`. */
  record: boolean
}

export type UpFlags = Record<string, string | boolean | undefined>

/** Reads flags, then variables, then defaults. Throws SidecarError E_USAGE for a port that is none. */
export function upSettings(flags: UpFlags, environment: NodeJS.ProcessEnv): UpSettings {
  const ports = Object.fromEntries(
    PORT_NAMES.map((name) => [name, flags['free-ports'] ? 0 : portOf(name, flags, environment)]),
  ) as Record<PortName, number>
  return {
    ports,
    runDirectory: resolve(String(flags['run-dir'] || environment.SIDECAR_RUN_DIR || DEFAULT_RUN_DIRECTORY)),
    token: environment.SIDECAR_TOKEN || randomBytes(32).toString('base64url'),
    json: flags.json === true,
    order: flags.order !== false,
    traffic: flags.traffic === true,
    record: flags.record === true,
  }
}

/** What must be free before anything starts. */
export function portNeeds(ports: Record<PortName, number>): PortNeed[] {
  return PORT_NAMES.map((name) => ({ ...PORTS[name], port: ports[name], flag: `${name}-port` }))
}

function portOf(name: PortName, flags: UpFlags, environment: NodeJS.ProcessEnv): number {
  const flag = `${name}-port`
  const { variable, port } = PORTS[name]
  if (typeof flags[flag] === 'string') return parsePort(flags[flag], `--${flag}`)
  const value = environment[variable]
  return value ? parsePort(value, variable) : port
}
