import { fileURLToPath } from 'node:url'
import { type Collector, startCollector } from '../support/collector.ts'
import { freePorts } from '../support/free-ports.ts'
import { Program } from '../support/program.ts'
import type { OtlpProtocol } from '../support/send.ts'
import { type Sink, startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import type { Report } from './traces.ts'

const TOKEN = 'one-for-all'
/** Every address of 127.0.0.0/8 is this machine on Linux. Elsewhere one has to do, and ports tell collectors apart. */
const HOSTS =
  process.platform === 'linux' ? ['127.0.0.1', '127.0.0.2', '127.0.0.3'] : Array(3).fill('127.0.0.1')
/** Host names make the choice, whatever the protocol; ports would not. */
const PROTOCOLS: readonly OtlpProtocol[] =
  process.platform === 'linux' ? ['grpc', 'http/protobuf'] : ['grpc', 'grpc']

const WAIT_MS = 40_000

/** A collector with a backend of its own. */
export interface Place {
  readonly host: string
  readonly collector: Collector
  readonly sink: Sink
  readonly metricsPort: number
}

/** Three collectors that keep every trace, and two app instances that share traces out among them. */
export class Stand implements AsyncDisposable {
  readonly places: Place[] = []
  readonly apps: Program[] = []

  async start(): Promise<this> {
    for (const host of HOSTS) {
      const sink = await startSink()
      const [metricsPort] = await freePorts(1)
      const env = {
        SIDECAR_TOKEN: TOKEN,
        SIDECAR_HOST: host,
        SIDECAR_INSTANCE_ID: `collector-${this.places.length}`,
        SIDECAR_METRICS_PORT: String(metricsPort),
        SAMPLING_BASELINE_PERCENTAGE: '100',
      }
      const collector = await startCollector({ traces: sink, env })
      this.places.push({ host, collector, sink, metricsPort: Number(metricsPort) })
    }
    const firstAt = String(Date.now())
    for (const protocol of PROTOCOLS) {
      this.apps.push(
        new Program({
          name: `app over ${protocol}`,
          command: process.execPath,
          args: [fileURLToPath(new URL('./app.ts', import.meta.url)), firstAt],
          env: {
            OTEL_EXPORTER_OTLP_ENDPOINT: this.#urls(protocol).join(),
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_BSP_SCHEDULE_DELAY: '200',
            SIDECAR_TOKEN: TOKEN,
          },
        }),
      )
    }
    return this
  }

  collector(index: number): Collector {
    return this.#place(index).collector
  }

  /** Waits until these collectors have delivered that many more spans each; all of them by default. */
  async more(spans: number, indexes: readonly number[] = [0, 1, 2]): Promise<void> {
    const counts = () => indexes.map((index) => this.#place(index).sink.spans.length)
    const before = counts()
    await waitFor(() => counts().every((count, at) => count >= (before[at] ?? 0) + spans), {
      deadline: WAIT_MS,
      describe: () => `${before} spans became ${counts()}`,
    })
  }

  /** Waits until these have delivered that many spans each that began after `since`, and `agoMs` ago or earlier. */
  async moreBegun(spans: number, since: number, agoMs: number, indexes: readonly number[]): Promise<void> {
    const begun = (index: number) =>
      this.#place(index).sink.spans.filter(({ startTimeUnixNano }) => {
        const at = Number(startTimeUnixNano) / 1e6
        return at > since && at < Date.now() - agoMs
      }).length
    await waitFor(() => indexes.every((index) => begun(index) >= spans), {
      deadline: WAIT_MS,
      describe: () => `${indexes.map(begun)} spans of ${spans} each`,
    })
  }

  /** Waits until every app has said that a collector is away. Resolves with the time. */
  away(index: number): Promise<number> {
    return this.#said(new RegExp(`E_EXPORT_\\w+ ${this.#originPattern(index)} `))
  }

  /** Waits until every app has said that a collector is back. Resolves with the time. */
  back(index: number): Promise<number> {
    return this.#said(new RegExp(`at ${this.#originPattern(index)} takes data again`))
  }

  /** Tells the apps to end, and returns what they did. */
  async reports(): Promise<Report[]> {
    await Promise.all(this.apps.map((app) => app.stop()))
    return this.apps.map(({ output }) => {
      const line = output.split('\n').find((text) => text.startsWith('{"report"'))
      if (line === undefined) throw new Error(`An app gave no report:\n${output}`)
      return (JSON.parse(line) as { report: Report }).report
    })
  }

  /** Spans that each collector took, as the apps counted them. */
  takenByApps(): number[] {
    const points = this.places.flatMap(({ sink }) => sink.latest('otel.sdk.exporter.span.exported'))
    return this.places.map(({ host, collector }) => {
      const ports = portsOf(collector)
      const taken = new Map<string, number>()
      for (const { resource, attributes, value } of points) {
        if (attributes['error.type'] !== undefined || attributes['server.address'] !== host) continue
        if (!ports.includes(String(attributes['server.port']))) continue
        // The metrics of an app may have gone to another collector for a while: its newest count is the highest.
        const app = String(resource['service.instance.id'])
        taken.set(app, Math.max(taken.get(app) ?? 0, Number(value)))
      }
      return [...taken.values()].reduce((sum, count) => sum + count, 0)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()))
    await Promise.all(this.places.map(({ collector }) => collector[Symbol.asyncDispose]()))
    await Promise.all(this.places.map(({ sink }) => sink[Symbol.asyncDispose]()))
  }

  async #said(what: RegExp): Promise<number> {
    await waitFor(() => this.apps.every(({ output }) => what.test(output)), {
      deadline: WAIT_MS,
      describe: () => this.apps.map(({ name, output }) => `${name}:\n${output}`).join('\n'),
    })
    return Date.now()
  }

  #originPattern(index: number): string {
    const { host, collector } = this.#place(index)
    return `http://${host}:(${portsOf(collector).join('|')})`
  }

  #urls(protocol: OtlpProtocol): string[] {
    return this.places.map(({ host, collector }) => {
      const { port } = new URL(protocol === 'grpc' ? `http://${collector.grpcAddress}` : collector.httpUrl)
      return `http://${host}:${port}`
    })
  }

  #place(index: number): Place {
    const place = this.places[index]
    if (place === undefined) throw new Error(`no collector ${index}`)
    return place
  }
}

function portsOf({ httpUrl, grpcAddress }: Collector): string[] {
  return [new URL(httpUrl).port, new URL(`http://${grpcAddress}`).port]
}
