import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Backend, type Collector, startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { type Prometheus, startPrometheus } from '../support/prometheus.ts'
import { type Sentry, startSentry } from '../support/sentry.ts'
import { type Sink, startSink } from '../support/sink.ts'
import { startToxiproxy, type Toxiproxy } from '../support/toxiproxy.ts'
import type { BackendName, Door } from './faults.ts'
import { startAnswerProxy } from './proxy.ts'

/** What several stands may share. */
export interface Ground extends AsyncDisposable {
  readonly toxiproxy: Toxiproxy
  readonly prometheus: Prometheus
}

/** Starts what several stands share. */
export async function prepareGround(seed: number): Promise<Ground> {
  await using started = new AsyncDisposableStack()
  const toxiproxy = started.use(await startToxiproxy({ seed }))
  const prometheus = started.use(await startPrometheus())
  const all = started.move()
  return { toxiproxy, prometheus, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** Ids that were accepted, of one service. */
export interface Accepted {
  readonly traces: readonly string[]
  readonly events: readonly string[]
}

/** A collector with the shipped configuration, three backends, and a door before each of them. */
export class Stand implements AsyncDisposable {
  readonly service: string
  readonly collector: Collector
  readonly metricsPort: number
  readonly doors: Readonly<Record<BackendName, Door>>
  readonly tempo: Sink
  readonly sentry: Sentry
  readonly #prometheus: Prometheus
  readonly #storage: string
  readonly #started: AsyncDisposableStack

  private constructor(parts: {
    service: string
    collector: Collector
    metricsPort: number
    doors: Record<BackendName, Door>
    tempo: Sink
    sentry: Sentry
    prometheus: Prometheus
    storage: string
    started: AsyncDisposableStack
  }) {
    this.service = parts.service
    this.collector = parts.collector
    this.metricsPort = parts.metricsPort
    this.doors = parts.doors
    this.tempo = parts.tempo
    this.sentry = parts.sentry
    this.#prometheus = parts.prometheus
    this.#storage = parts.storage
    this.#started = parts.started
  }

  /** `service` tells the series of one stand from those of another: they share a Prometheus. */
  static async start({ toxiproxy, prometheus }: Ground, service: string): Promise<Stand> {
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
    const collector = started.use(
      await startCollector({
        traces: doors.tempo.tcp,
        metrics: doors.prometheus.tcp,
        env: {
          SENTRY_DSN: String(dsn),
          SIDECAR_METRICS_PORT: String(metricsPort),
          SIDECAR_STORAGE_DIR: storage,
          SIDECAR_INSTANCE_ID: service,
        },
      }),
    )
    const parts = { service, collector, metricsPort, doors, tempo, sentry, prometheus, storage }
    return new Stand({ ...parts, started: started.move() })
  }

  /** How many accepted ids a backend neither has nor rejected. Prometheus is asked for the number of requests it knows. */
  async missing(backend: BackendName, { traces, events }: Accepted): Promise<number> {
    // While traffic runs it knows of younger requests, too.
    if (backend === 'prometheus') return Math.max(0, traces.length - (await this.#counted()))
    if (backend === 'tempo')
      return lacking(traces, [...this.tempo.spans.map(traceIdOf), ...this.doors.tempo.http.rejected])
    return (
      lacking(traces, this.sentry.store.spans.map(traceIdOf)) +
      lacking(
        events,
        this.sentry.store.items('event').map(({ json }) => (json as { event_id: string }).event_id),
      )
    )
  }

  /** How many spans and events a backend was given more than once. Prometheus keeps one sample for one time. */
  repeated(backend: BackendName): number {
    if (backend === 'prometheus') return 0
    if (backend === 'tempo') return repeats(this.tempo.spans.map(({ spanId }) => spanId))
    const events = this.sentry.store.items('event').map(({ json }) => (json as { event_id: string }).event_id)
    return repeats(events) + repeats(this.sentry.store.spans.map(({ spanId }) => spanId))
  }

  /** Bytes that the queues take on disk. */
  async diskBytes(): Promise<number> {
    const files = await readdir(this.#storage)
    // A compaction moves files away while they are counted.
    const sizes = files.map((file) =>
      stat(path.join(this.#storage, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#started.disposeAsync()
  }

  #counted(): Promise<number> {
    return this.#prometheus.number(
      `sum(last_over_time(traces_span_metrics_calls_total{service_name="${this.service}"}[2h]))`,
    )
  }
}

const traceIdOf = ({ traceId }: { traceId: string }) => traceId

function lacking(wanted: readonly string[], there: readonly string[]): number {
  const known = new Set(there)
  return wanted.filter((id) => !known.has(id)).length
}

function repeats(ids: readonly string[]): number {
  return ids.length - new Set(ids).size
}
