import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Collector, startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import type { Prometheus } from '../support/prometheus.ts'
import type { Backend } from '../support/running-collector.ts'
import { type Sentry, startSentry } from '../support/sentry.ts'
import { type Sink, startSink } from '../support/sink.ts'
import type { BackendName, Door } from './faults.ts'
import type { Ground } from './ground.ts'
import { startAnswerProxy } from './proxy.ts'

/** A collector with the shipped configuration, three backends, and a door before each of them. */
export interface Stand extends AsyncDisposable {
  /** `service.name` of what is sent here: it tells the series of one stand from those of another. */
  readonly service: string
  readonly collector: Collector
  readonly metricsPort: number
  /** Directory of the queues. */
  readonly storage: string
  readonly doors: Readonly<Record<BackendName, Door>>
  readonly tempo: Sink
  readonly prometheus: Prometheus
  readonly sentry: Sentry
}

/** Starts a stand; `await using` stops it and removes its queues. */
export async function startStand({ toxiproxy, prometheus }: Ground, service: string): Promise<Stand> {
  await using started = new AsyncDisposableStack()
  const storage = await mkdtemp(path.join(tmpdir(), 'faults-queue-'))
  started.defer(() => rm(storage, { recursive: true, force: true }))
  const tempo = started.use(await startSink())
  const sentry = started.use(await startSentry())
  const door = async (backend: Backend): Promise<Door> => {
    const http = started.use(await startAnswerProxy(backend))
    return { http, tcp: await toxiproxy.before(http) }
  }
  const doors = { tempo: await door(tempo), prometheus: await door(prometheus), sentry: await door(sentry) }
  const dsn = new URL(sentry.dsn)
  dsn.port = String(doors.sentry.tcp.port)
  const metricsPort = await freePort()
  const env = {
    SENTRY_DSN: String(dsn),
    SIDECAR_METRICS_PORT: String(metricsPort),
    SIDECAR_STORAGE_DIR: storage,
    SIDECAR_INSTANCE_ID: service,
  }
  const backends = { traces: doors.tempo.tcp, metrics: doors.prometheus.tcp }
  const collector = started.use(await startCollector({ ...backends, env }))
  const parts = { service, collector, metricsPort, storage, doors, tempo, prometheus, sentry }
  const all = started.move()
  return { ...parts, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
