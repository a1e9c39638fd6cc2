import { randomBytes } from 'node:crypto'
import { startCollectorContainer } from './collector-container.ts'
import { startCollectorProcess } from './collector-process.ts'
import type { Backend, RunningCollector } from './running-collector.ts'

/** What the collector runs as; both run the same `collector-config.yaml`. */
export type CollectorKind = 'process' | 'container'

/** How to start a collector. */
export interface CollectorOptions {
  /** Default `process`. */
  as?: CollectorKind
  /** Where kept traces go. */
  traces: Backend
  /** Where metrics go. Default: the same as traces. */
  metrics?: Backend
  /** A configuration file other than `collector-config.yaml`, absolute; processes only. */
  config?: string
  /** Another program than the built collector, e.g. an older build; processes only. */
  program?: string
  /**
   * Environment variables, the way an operator changes the shipped configuration. Waits are shortened
   * (`SAMPLING_DECISION_WAIT`, `METRICS_FLUSH_INTERVAL`: 1s), everything else has its shipped default.
   */
  env?: Record<string, string>
}

/** A collector with the shipped configuration. */
export interface Collector extends RunningCollector {
  readonly as: CollectorKind
  /** Base URL of the Sentry receiver: envelopes go to `/api/1/envelope/` below it, with the bearer token. */
  readonly sentryUrl: string
}

/** What both kinds need to know, made from the options by `startCollector`. */
export interface CollectorPlan {
  token: string
  config?: string
  program?: string
  traces: Backend
  metrics: Backend
  env: Record<string, string>
}

/** Starts the shipped configuration on the real collector, as a process or as a container. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { as = 'process', traces, metrics = traces, config, program, env = {} } = options
  const token = env.SIDECAR_TOKEN ?? randomBytes(16).toString('hex')
  const plan: CollectorPlan = {
    token,
    config,
    program,
    traces,
    metrics,
    env: { SAMPLING_DECISION_WAIT: '1s', METRICS_FLUSH_INTERVAL: '1s', SIDECAR_TOKEN: token, ...env },
  }
  return as === 'process' ? startCollectorProcess(plan) : startCollectorContainer(plan)
}

/** The backend variables of the configuration, for a collector that reaches this machine as `host`. */
export function backendEnvironment({ traces, metrics }: CollectorPlan, host: string): Record<string, string> {
  return {
    TEMPO_ENDPOINT: `http://${host}:${traces.port}${traces.otlpPath ?? ''}`,
    PROMETHEUS_ENDPOINT: `http://${host}:${metrics.port}${metrics.otlpPath ?? ''}`,
  }
}
