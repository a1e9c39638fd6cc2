import type { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import type { SentryHandle } from './sentry/start.ts'
import { within } from './within.ts'

/** Longest time a flush, or the end of a process that crashed, waits for telemetry. */
export const FLUSH_BOUND_MILLIS = 3000
/** Longest time the flush of a job waits: nobody waits for it, and its numbers are all it is there for. */
export const JOB_FLUSH_BOUND_MILLIS = 10_000
/** Metrics come last because they carry the count of what was dropped. Traces and errors leave them this much. */
const METRICS_BOUND_MILLIS = 1000

/** Telemetry of a running process. */
export interface TelemetryHandle {
  /** Sends what is queued. Resolves when it is sent, or after 3 s, in a job after 10 s. Never rejects. */
  flush(): Promise<void>
  /**
   * Sends what is queued and stops; the second call waits for the first. Resolves when done, or after
   * `SIDECAR_SHUTDOWN_TIMEOUT`. Never rejects.
   */
  shutdown(): Promise<void>
}

/** How long to wait, in milliseconds. */
export interface Bounds {
  readonly flush: number
  readonly shutdown: number
}

/** Flush and shutdown of all signals, bounded. */
export function telemetryHandle(
  spans: SpanProcessor,
  metrics: MeterProvider,
  errors: SentryHandle | undefined,
  bounds: Bounds,
): TelemetryHandle {
  let stopped: Promise<void> | undefined
  return {
    flush: () =>
      inOrder(
        bounds.flush,
        (millis) => [spans.forceFlush(), errors?.flush(millis)],
        () => metrics.forceFlush(),
      ),
    shutdown() {
      stopped ??= inOrder(
        bounds.shutdown,
        (millis) => [spans.shutdown(), errors?.close(millis)],
        () => metrics.shutdown(),
      )
      return stopped
    },
  }
}

async function inOrder(
  boundMillis: number,
  first: (millis: number) => readonly (Promise<void> | undefined)[],
  metrics: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now()
  const millis = boundMillis - Math.min(METRICS_BOUND_MILLIS, boundMillis / 3)
  await within(millis, Promise.allSettled(first(millis)))
  await within(boundMillis - (performance.now() - startedAt), metrics())
}
