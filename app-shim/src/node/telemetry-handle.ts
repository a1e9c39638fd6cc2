import type { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import type { SentryHandle } from './sentry/start.ts'
import { within } from './within.ts'

/** Longest time an exit waits for telemetry. The stop grace period of the platform must be longer. */
export const SHUTDOWN_BOUND_MILLIS = 3000
/** Traces and errors get most of it; metrics come last because they carry the count of what was dropped. */
const TRACES_BOUND_MILLIS = 2000

/** Telemetry of a running process. */
export interface TelemetryHandle {
  /** Sends what is queued. Resolves when it is sent, or after 3 s. Never rejects. */
  flush(): Promise<void>
  /** Sends what is queued and stops; the second call waits for the first. Resolves within 3 s. Never rejects. */
  shutdown(): Promise<void>
}

/** Flush and shutdown of all signals, bounded. */
export function telemetryHandle(
  spans: SpanProcessor,
  metrics: MeterProvider,
  errors: SentryHandle | undefined,
): TelemetryHandle {
  let stopped: Promise<void> | undefined
  return {
    flush: () =>
      inOrder([spans.forceFlush(), errors?.flush(TRACES_BOUND_MILLIS)], () => metrics.forceFlush()),
    shutdown() {
      stopped ??= inOrder([spans.shutdown(), errors?.close(TRACES_BOUND_MILLIS)], () => metrics.shutdown())
      return stopped
    },
  }
}

async function inOrder(
  first: readonly (Promise<void> | undefined)[],
  metrics: () => Promise<void>,
): Promise<void> {
  await within(TRACES_BOUND_MILLIS, Promise.allSettled(first))
  await within(SHUTDOWN_BOUND_MILLIS - TRACES_BOUND_MILLIS, metrics())
}
