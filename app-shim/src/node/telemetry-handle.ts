import type { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import type { SentryHandle } from './sentry/start.ts'
import { within } from './within.ts'

/** Longest time a flush, or the end of a process that crashed, waits for telemetry. */
export const FLUSH_BOUND_MILLIS = 3000
/** Metrics come last because they carry the count of what was dropped. Traces and errors get the rest of the time. */
const METRICS_BOUND_MILLIS = 1000

/** Telemetry of a running process. */
export interface TelemetryHandle {
  /** Sends what is queued. Resolves when it is sent, or after 3 s. Never rejects. */
  flush(): Promise<void>
  /**
   * Sends what is queued and stops; the second call waits for the first. Resolves when done, or after
   * `SIDECAR_SHUTDOWN_TIMEOUT`. Never rejects.
   */
  shutdown(): Promise<void>
}

/** Flush and shutdown of all signals, bounded. */
export function telemetryHandle(
  spans: SpanProcessor,
  metrics: MeterProvider,
  errors: SentryHandle | undefined,
  shutdownMillis: number,
): TelemetryHandle {
  let stopped: Promise<void> | undefined
  return {
    flush: () =>
      inOrder(
        FLUSH_BOUND_MILLIS,
        (millis) => [spans.forceFlush(), errors?.flush(millis)],
        () => metrics.forceFlush(),
      ),
    shutdown() {
      stopped ??= inOrder(
        shutdownMillis,
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
  const millis = boundMillis - Math.min(METRICS_BOUND_MILLIS, boundMillis / 3)
  await within(millis, Promise.allSettled(first(millis)))
  await within(boundMillis - millis, metrics())
}
