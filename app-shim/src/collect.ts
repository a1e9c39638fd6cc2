import { recordSnapshot } from './collect-record.ts'
import type { MetricSource, Snapshot } from './collect-source.ts'
import { gauge } from './instruments.ts'
import { COLLECT_METRIC, SPAN } from './names.ts'
import { within } from './node/within.ts'
import { flush } from './register.ts'
import { sharedState } from './shared-state.ts'
import { withSpan } from './telemetry.ts'

export type { LiveEvent, MetricSource, Queue, Snapshot, TenantSeats } from './collect-source.ts'

/** How a run ended. `sent`: the collector has taken the numbers. */
export type CollectResult =
  | { readonly outcome: 'collected'; readonly snapshot: Snapshot; readonly sent: boolean }
  /** Another run was reading; nothing was recorded. */
  | { readonly outcome: 'busy' }
  | { readonly outcome: 'failed'; readonly error: Error; readonly sent: boolean }

/** Longest time a run takes unless told, in milliseconds; sending comes on top, bounded by 10 s. */
export const COLLECT_TIMEOUT_MS = 30_000
const CLOSE_BOUND_MS = 1000

/**
 * Reads the state of the shop once, records it as gauges and sends them. Made for a cron job every five minutes in a
 * process of its own, after `start({ job: 'collect-metrics' })`. Never rejects.
 *
 * A database that does not answer is a result too: `ticketcap.database.up` is 0, and the time of the last success is
 * not reported.
 *
 * @param timeoutMillis time limit of the run; default 30000
 * @example const { outcome } = await collectMetrics(databaseSource(databaseUrl))
 */
export async function collectMetrics(
  source: MetricSource,
  { timeoutMillis = COLLECT_TIMEOUT_MS }: { readonly timeoutMillis?: number } = {},
): Promise<CollectResult> {
  const startedAt = performance.now()
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(new Error(`not done after ${timeoutMillis} ms`)), timeoutMillis)
  try {
    const snapshot = await withSpan(SPAN.collect, {}, () => readOnce(source, limit.signal))
    if (snapshot === undefined) return { outcome: 'busy' }
    recordSnapshot(snapshot)
    gauge(COLLECT_METRIC.lastSuccess).record(Date.now() / 1000)
    return { outcome: 'collected', snapshot, sent: await send(1, startedAt) }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { outcome: 'failed', error, sent: await send(0, startedAt) }
  } finally {
    clearTimeout(timer)
  }
}

async function readOnce(source: MetricSource, signal: AbortSignal): Promise<Snapshot | undefined> {
  try {
    const askedAt = performance.now()
    try {
      await orAborted(source.connect(signal), signal)
    } catch (error) {
      gauge(COLLECT_METRIC.databaseUp).record(0)
      throw error
    }
    const response = (performance.now() - askedAt) / 1000
    // A run that finds another at work says nothing: the two would write the same series.
    let busy = false
    try {
      const snapshot = await orAborted(source.read(signal), signal)
      busy = snapshot === undefined
      return snapshot
    } finally {
      if (!busy) {
        gauge(COLLECT_METRIC.databaseResponse).record(response)
        gauge(COLLECT_METRIC.databaseUp).record(1)
      }
    }
  } finally {
    await within(CLOSE_BOUND_MS, source.close())
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

async function send(success: 0 | 1, startedAt: number): Promise<boolean> {
  gauge(COLLECT_METRIC.success).record(success)
  gauge(COLLECT_METRIC.duration).record((performance.now() - startedAt) / 1000)
  await flush()
  return sharedState().metricsTaken ?? false
}
