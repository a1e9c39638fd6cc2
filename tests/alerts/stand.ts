import type { Notice } from '../../cli/src/alerts/notice.ts'
import { type AlertReceiver, startAlertReceiver } from '../../cli/src/alerts/receiver.ts'
import { type Console, startConsole } from '../../cli/src/console/server.ts'
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts'
import { type Collector, startCollector } from '../support/collector.ts'
import { Demo, startDatabase } from '../support/demo.ts'
import { freePorts } from '../support/free-ports.ts'
import { Program } from '../support/program.ts'
import { type Prometheus, startPrometheus } from '../support/prometheus.ts'
import { inRepository } from '../support/repository.ts'
import { type Gate, startGate } from './gate.ts'
import { type SlowProvider, startSlowProvider } from './slow-provider.ts'

/** An alert as the receiver heard of it. */
export interface Told {
  /** Milliseconds since the epoch. */
  at: number
  notice: Notice
}

/** How often things are sent, and when the heartbeat is missed. */
export interface StandOptions {
  /** Environment of the app. */
  app: Record<string, string>
  /** Environment of the collector. */
  collector: Record<string, string>
  heartbeatLimitMs?: number
  onNotice?: (notice: Notice) => void
}

/** From the buyer to the pager: the demo, the collector, Prometheus, Alertmanager and somebody who is told. */
export interface Stand extends AsyncDisposable {
  readonly demo: Demo
  readonly databaseUrl: string
  /** In front of the database. */
  readonly database: Gate
  readonly provider: SlowProvider
  readonly collector: Collector
  readonly prometheus: Prometheus
  readonly alertmanager: Alertmanager
  /** Everything the receiver was told, in order. */
  readonly told: readonly Told[]
  /** When the heartbeat was first heard, was missed, was heard again. */
  readonly heartbeats: readonly { at: number; heard: boolean }[]
}

/** Starts everything with the shipped rules and configurations. */
export async function startStand(options: StandOptions): Promise<Stand> {
  await using parts = new AsyncDisposableStack()
  const told: Told[] = []
  const heartbeats: { at: number; heard: boolean }[] = []

  const receiver: AlertReceiver = await startAlertReceiver({
    port: 0,
    heartbeatLimitMs: options.heartbeatLimitMs,
    onNotice(notice) {
      told.push({ at: Date.now(), notice })
      options.onNotice?.(notice)
    },
    onHeartbeat: (heard) => heartbeats.push({ at: Date.now(), heard }),
  })
  parts.defer(() => receiver.close())
  const alertmanager = parts.use(await startAlertmanager(receiver.url))
  const prometheus = parts.use(await startPrometheus({ alertmanager: alertmanager.address }))
  const traces: Console = await startConsole({ port: 0 })
  parts.defer(() => traces.close())
  const collector = parts.use(
    await startCollector({
      traces: { port: Number(new URL(traces.url).port) },
      metrics: prometheus,
      env: options.collector,
    }),
  )
  const provider = parts.use(await startSlowProvider())
  const [databasePort, port] = (await freePorts(2)) as [number, number]
  const postgres = await startDatabase(databasePort)
  const database = parts.use(await startGate(databasePort))
  const databaseUrl = `postgres://postgres:postgres@127.0.0.1:${database.port}/postgres`
  const program = new Program({
    name: 'demo',
    command: process.execPath,
    args: [inRepository('demo/start.ts')],
    cwd: inRepository('demo'),
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      PAYMENT_PROVIDER_URL: provider.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      SIDECAR_TOKEN: collector.token,
      ...options.app,
    },
  })
  const demo = parts.use(new Demo(`http://127.0.0.1:${port}`, databaseUrl, program, postgres))
  await program.ready(`${demo.url}/api/health`, 60_000)
  const running = parts.move()
  return {
    demo,
    databaseUrl,
    database,
    provider,
    collector,
    prometheus,
    alertmanager,
    told,
    heartbeats,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
