import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Random } from '../privacy/random.ts'
import { sidecarLedger } from '../support/ledger.ts'
import { ownMetrics } from '../support/own-metrics.ts'
import { startSentry } from '../support/sentry.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { SPANS_OF_A_TRACE, startSender } from './acknowledged.ts'
import { Lives } from './lives.ts'

/** How often to kill, and under which load. */
export interface KillPlan {
  readonly kills: number
  /** Batches a second, each of 20 spans in 5 traces, and an error event. */
  readonly rate: number
  readonly random: Random
  readonly note?: (text: string) => void
}

/** What the kills did. Without problems, everything that was acknowledged has arrived. */
export interface KillReport {
  readonly kills: number
  /** Kills before the collector was ready again. */
  readonly duringRecovery: number
  readonly acknowledgedSpans: number
  readonly acknowledgedEvents: number
  /** Batches without an answer; a sender repeats them. */
  readonly unanswered: number
  /** Spans that the sampler held at a kill and was given back, over all lives whose counters could be read. */
  readonly replayed: number
  /** Spans and events that a backend was given more than once. */
  readonly repeated: number
  readonly problems: readonly string[]
}

/** Every third kill meets a collector that is about to start. */
const RECOVERY_SHARE = 3
const RECOVERY_MS = 400
/** Long enough for decisions, queues and deliveries to be under way. */
const LIFE_MS = 2500
const ARRIVAL_MS = 60_000
/** What can be under way at a kill: the batch a backend has not acknowledged yet, which the queue gathers for 1 s. */
const UNDER_WAY_S = 2

/** Kills a collector under load again and again, lets it live, and looks for everything it acknowledged. */
export async function runKills({ kills, rate, random, note = () => {} }: KillPlan): Promise<KillReport> {
  const problems: string[] = []
  await using started = new AsyncDisposableStack()
  const storage = await mkdtemp(path.join(tmpdir(), 'kill-queue-'))
  started.defer(() => rm(storage, { recursive: true, force: true }))
  const tempo = started.use(await startSink())
  const sentry = started.use(await startSentry())
  const lives = started.use(
    await Lives.prepare(randomBytes(16).toString('hex'), {
      TEMPO_ENDPOINT: tempo.url,
      PROMETHEUS_ENDPOINT: tempo.url,
      SENTRY_DSN: sentry.dsn,
      SIDECAR_STORAGE_DIR: storage,
      SAMPLING_DECISION_WAIT: '1s',
      METRICS_FLUSH_INTERVAL: '1s',
    }),
  )
  lives.begin()
  await lives.ready()
  const sender = startSender(lives.receiver, rate)
  let replayed = 0
  let duringRecovery = 0
  for (let kill = 1; kill <= kills; kill++) {
    if (random.below(RECOVERY_SHARE) === 0) {
      duringRecovery++
      await lives.kill(random.below(RECOVERY_MS))
    } else {
      await lives.ready()
      await lives.kill(random.below(LIFE_MS))
    }
    const { signal } = lives.exit ?? {}
    if (signal !== 'SIGKILL') problems.push(`Life ${lives.count} ended by itself:\n${lives.output}`)
    lives.begin()
    if (kill % 10 === 0) note(`${kill} kills`)
  }
  await lives.ready()
  replayed += (await ownMetrics(lives.metricsPort)).sum(
    'otelcol_processor_tail_sampling_replayed_spans_total',
  )
  const { traces, events, unanswered } = await sender.stop()

  const missing = () => {
    const spans = Map.groupBy(
      new Map(tempo.spans.map((span) => [span.spanId, span])).values(),
      (span) => span.traceId,
    )
    const known = new Set(sentEvents(sentry))
    return [
      ...traces.filter((id) => spans.get(id)?.length !== SPANS_OF_A_TRACE),
      ...events.filter((id) => !known.has(id)),
    ]
  }
  await waitFor(() => missing().length === 0, {
    deadline: ARRIVAL_MS,
    describe: () => `${missing().length} of ${traces.length} traces and ${events.length} events are missing.`,
  }).catch((error: Error) => problems.push(error.message))

  const ledger = await sidecarLedger(lives.metricsPort, '--wait=20')
  if (!ledger.closes) problems.push(`The sums do not close: ${JSON.stringify(ledger.accounts)}`)
  const repeated = repeats(tempo.spans.map(({ spanId }) => spanId)) + repeats(sentEvents(sentry))
  const perSecond = rate * (5 * SPANS_OF_A_TRACE + 1)
  if (repeated > kills * UNDER_WAY_S * perSecond)
    problems.push(`${repeated} spans and events were sent again.`)
  return {
    kills,
    duringRecovery,
    acknowledgedSpans: traces.length * SPANS_OF_A_TRACE,
    acknowledgedEvents: events.length,
    unanswered,
    replayed,
    repeated,
    problems,
  }
}

function sentEvents(sentry: Awaited<ReturnType<typeof startSentry>>): string[] {
  return sentry.store.items('event').map(({ json }) => (json as { event_id: string }).event_id)
}

function repeats(ids: readonly string[]): number {
  return ids.length - new Set(ids).size
}
