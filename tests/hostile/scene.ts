import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { readClosedLedger } from '../../cli/src/ledger/read-ledger.ts'
import { type Collector, startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { type OwnMetrics, ownMetrics } from '../support/own-metrics.ts'
import { inRepository } from '../support/repository.ts'
import { sendTrace } from '../support/send.ts'
import { type Sink, startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'

const MIB = 1024 * 1024
/** Memory of the whole collector while it is attacked. Unbounded, one packed request below takes 400 MiB, ten 4 GiB. */
const RSS_BOUND_BYTES = 300 * MIB
const RETRIES = 20
/** What OTLP senders send again. */
const TRANSIENT = new Set(['429', '502', '503', '504', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'])

/** A collector under attack, with a well-behaved app beside the attacker all the while. */
export interface Scene extends AsyncDisposable {
  readonly collector: Collector
  readonly sink: Sink
  counters(): Promise<OwnMetrics>
  /** Everything the app sent arrived, nothing was lost on the way, memory stayed bounded and the sums close. */
  expectUnharmed(): Promise<void>
}

/** Starts the collector as a container of 256 MiB would, and an app that sends a trace every 100 ms by either protocol. */
export async function startScene(env: Record<string, string> = {}): Promise<Scene> {
  const sink = await startSink()
  const metricsPort = await freePort()
  const collector = await startCollector({
    traces: sink,
    env: {
      SAMPLING_BASELINE_PERCENTAGE: '100',
      GOMEMLIMIT: '205MiB',
      SIDECAR_METRICS_PORT: String(metricsPort),
      ...env,
    },
  })
  const stopped = new AbortController()
  const accepted: string[] = []
  let peak = 0

  async function neighbour(): Promise<void> {
    for (let n = 0; !stopped.signal.aborted; n++) {
      accepted.push(await sendAsAnApp(collector, n % 2 ? 'grpc' : 'http/protobuf'))
      await pause(100)
    }
  }
  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      // A collector too busy to answer now answers the next time.
      const rss = await ownMetrics(metricsPort).then(
        (own) => own.sum('otelcol_process_memory_rss_bytes'),
        () => 0,
      )
      peak = Math.max(peak, rss)
      await pause(100)
    }
  }
  const running = Promise.all([neighbour(), watch()])
  // Told at the end; a failure before it must not crash the run.
  running.catch(() => undefined)

  return {
    collector,
    sink,
    counters: () => ownMetrics(metricsPort),
    async expectUnharmed() {
      stopped.abort()
      await running
      expect(accepted.length).toBeGreaterThan(0)
      await waitFor(() => accepted.every((traceId) => sink.trace(traceId).length > 0), {
        deadline: 60_000,
        describe: () => `${accepted.length} were accepted.\n${sink.output}`,
      })
      expect(sink.complaints, 'what the backend could not read').toEqual([])
      expect(peak).toBeLessThan(RSS_BOUND_BYTES)
      const configFile = inRepository('collector-config.yaml')
      const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
      const ledger = await readClosedLedger({ configFile, metricsUrl }, 30_000)
      expect(ledger.filter(({ verdict }) => !['closed', 'off'].includes(verdict))).toEqual([])
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running.catch(() => undefined)
      await collector[Symbol.asyncDispose]()
      await sink[Symbol.asyncDispose]()
    },
  }
}

/** Sends as the shim does: what is refused for the moment, or lost on the way, is sent again. */
async function sendAsAnApp(collector: Collector, protocol: 'grpc' | 'http/protobuf'): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await sendTrace(collector, { name: 'GET /neighbour', kind: 'SERVER' }, { protocol })
    } catch (error) {
      const { code } = error as { code?: unknown }
      // Without a code there was no answer at all.
      const again = code === undefined || TRANSIENT.has(String(code))
      if (!again || tries === RETRIES) throw error
      await pause(200)
    }
  }
}
