import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectorArguments, collectorBinary } from '../../../collector/launch.ts'
import type { ChildOptions } from '../process/child.ts'
import { answers } from '../process/wait-for.ts'
import { ROOT } from '../root.ts'
import { standInDsn } from '../sentry/stand-in/server.ts'
import type { UpSettings } from './settings.ts'

/** A program of the local stack and how to tell that it is ready. */
export interface Service extends ChildOptions {
  /** Shown when it is ready. */
  url: string
  ready(): Promise<true | undefined>
}

/** Nothing here listens for other machines. */
export const LOOPBACK = '127.0.0.1'
/** Shorter than production's ten seconds, longer than a request may take before it counts as slow (2 s). */
const DECISION_WAIT = '3s'
const METRICS_FLUSH = '5s'
const METRIC_EXPORT_MS = '5000'
const SPAN_EXPORT_MS = '200'
/** Development keeps every trace. */
const BASELINE_PERCENTAGE = '100'
/** Requests per second of `--traffic`. */
const BUYERS_RATE = '2'

/** The demo's database. */
export function postgresService(settings: UpSettings): Service {
  const port = settings.ports.postgres
  return {
    ...common('postgres', settings),
    command: process.execPath,
    args: [fileURLToPath(new URL('postgres-server.ts', import.meta.url))],
    env: { ...process.env, SIDECAR_POSTGRES_PORT: String(port) },
    graceMs: 3000,
    url: databaseUrl(settings),
    ready: () => accepts(port),
  }
}

/** The collector with the shipped configuration; only variables differ from production. */
export function collectorService(settings: UpSettings): Service {
  const { ports, runDirectory, token } = settings
  const url = `http://${LOOPBACK}:${ports.health}`
  return {
    ...common('collector', settings),
    command: collectorBinary(ROOT),
    args: [
      ...collectorArguments(join(ROOT, 'collector-config.yaml')),
      ...(settings.record ? [`--config=${join(ROOT, 'collector', 'record.yaml')}`] : []),
    ],
    env: {
      SAMPLING_BASELINE_PERCENTAGE: BASELINE_PERCENTAGE,
      SENTRY_TRACES_PERCENTAGE: BASELINE_PERCENTAGE,
      SAMPLING_DECISION_WAIT: DECISION_WAIT,
      METRICS_FLUSH_INTERVAL: METRICS_FLUSH,
      ...process.env,
      SIDECAR_TOKEN: token,
      SIDECAR_OTLP_GRPC_PORT: String(ports['otlp-grpc']),
      SIDECAR_OTLP_HTTP_PORT: String(ports['otlp-http']),
      SIDECAR_SENTRY_PORT: String(ports.sentry),
      SIDECAR_HEALTH_PORT: String(ports.health),
      SIDECAR_METRICS_PORT: String(ports.metrics),
      SIDECAR_RECORD_PORT: String(ports.record),
      SIDECAR_ADMIN_PORT: String(ports.admin),
      SIDECAR_STORAGE_DIR: join(runDirectory, 'queue'),
      TEMPO_ENDPOINT: `http://${LOOPBACK}:${ports.console}`,
      PROMETHEUS_ENDPOINT: `http://${LOOPBACK}:${ports.prometheus}/api/v1/otlp`,
      // A DSN in the environment is somebody's wish to see a real Sentry.
      SENTRY_DSN: process.env.SENTRY_DSN || standInDsn(ports['sentry-stand-in']),
    },
    graceMs: 12_000,
    url,
    ready: () => answers(url),
  }
}

/** The demo app on its production build, with its fake payment provider. */
export function appService(settings: UpSettings): Service {
  const { ports, token } = settings
  const url = `http://${LOOPBACK}:${ports.app}`
  return {
    ...common('app', settings),
    command: process.execPath,
    args: [join(ROOT, 'demo', 'start.ts')],
    cwd: join(ROOT, 'demo'),
    env: {
      OTEL_METRIC_EXPORT_INTERVAL: METRIC_EXPORT_MS,
      OTEL_BSP_SCHEDULE_DELAY: SPAN_EXPORT_MS,
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(ports.app),
      DEMO_HOST: LOOPBACK,
      DATABASE_URL: databaseUrl(settings),
      SIDECAR_TOKEN: token,
      ...exporterEnvironment(settings),
    },
    graceMs: 8000,
    url,
    ready: () => answers(`${url}/api/health`),
  }
}

/** Seeded traffic against the app, gentle enough to read along. */
export function buyersService(settings: UpSettings): Service {
  const url = `http://${LOOPBACK}:${settings.ports.app}`
  return {
    ...common('buyers', settings),
    command: process.execPath,
    args: [join(ROOT, 'demo', 'buyers', 'main.ts'), '--url', url, '--rate', BUYERS_RATE, '--duration', '24h'],
    env: process.env,
    graceMs: 3000,
    url,
    ready: async () => true,
  }
}

/** Variables that point an app at this collector, for the protocol the environment asks for. */
export function exporterEnvironment({ ports }: UpSettings): Record<string, string> {
  const protocol = process.env.OTEL_EXPORTER_OTLP_PROTOCOL || 'grpc'
  const port = protocol === 'grpc' ? ports['otlp-grpc'] : ports['otlp-http']
  return {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${LOOPBACK}:${port}`,
    SIDECAR_SENTRY_ENDPOINT: `http://${LOOPBACK}:${ports.sentry}`,
  }
}

/** What every program of the stack has. */
export function common(name: string, { runDirectory }: UpSettings): Pick<Service, 'name' | 'cwd' | 'log'> {
  return { name, cwd: ROOT, log: join(runDirectory, 'logs', `${name}.log`) }
}

function databaseUrl({ ports }: UpSettings): string {
  return `postgres://postgres:postgres@${LOOPBACK}:${ports.postgres}/postgres`
}

function accepts(port: number): Promise<true | undefined> {
  const socket = connect(port, LOOPBACK)
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(undefined))
  }).finally(() => socket.destroy()) as Promise<true | undefined>
}
