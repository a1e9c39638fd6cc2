import { type Console, startConsole } from '../../cli/src/console/server.ts'
import { runBuyers } from '../support/buyers.ts'
import { runCollectMetrics } from '../support/collect-metrics.ts'
import { type Collector, startCollector } from '../support/collector.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { type Prometheus, startPrometheus } from '../support/prometheus.ts'
import { waitFor } from '../support/wait-for.ts'

/** The demo, what it sends to, and the console that draws the boards. */
export interface BoardStand extends AsyncDisposable {
  readonly console: Console
  readonly prometheus: Prometheus
  readonly collector: Collector
  readonly demo: Demo
  /** Lets buyers buy for a while, e.g. `{ seed: '3', rate: '6', duration: '75s' }`; rejects when one got no answer. */
  buy(buyers: { readonly seed: string; readonly rate: string; readonly duration: string }): Promise<void>
  /** Runs the metrics job once, until Prometheus has what it read. */
  collect(): Promise<void>
}

/** What the boards show as environment. */
const ENVIRONMENT = { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' }
/** The job has to read, not to be fast: other work on the machine is no failure. */
const PATIENT = { COLLECT_METRICS_TIMEOUT_MS: '120000', OTEL_EXPORTER_OTLP_TIMEOUT: '60000' }
const LAST_COLLECTED = 'ticketcap_collect_last_success_timestamp_seconds'

/** Starts everything a board reads from; every trace is kept, so that every exemplar leads somewhere. */
export async function startBoardStand(): Promise<BoardStand> {
  await using parts = new AsyncDisposableStack()
  const prometheus = parts.use(await startPrometheus())
  const console = await startConsole({ port: 0, prometheus: prometheus.url })
  parts.defer(() => console.close())
  const collector = parts.use(
    await startCollector({
      traces: { port: Number(new URL(console.url).port) },
      metrics: prometheus,
      env: { SAMPLING_BASELINE_PERCENTAGE: '100' },
    }),
  )
  const demo = parts.use(await startDemo({ telemetry: { receiver: collector }, env: ENVIRONMENT }))
  const running = parts.move()
  return {
    console,
    prometheus,
    collector,
    demo,
    async buy({ seed, rate, duration }) {
      await runBuyers(demo.url, ['--seed', seed, '--rate', rate, '--duration', duration])
    },
    async collect() {
      const startedAt = Math.floor(Date.now() / 1000)
      const job = await runCollectMetrics(demo.databaseUrl, collector, { ...ENVIRONMENT, ...PATIENT })
      if (job.code !== 0) throw new Error(`collect-metrics ended with ${job.code}:\n${job.output}`)
      await waitFor(async () => (await prometheus.number(LAST_COLLECTED)) >= startedAt, { deadline: 60_000 })
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
