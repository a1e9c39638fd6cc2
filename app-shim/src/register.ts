import { trace } from '@opentelemetry/api'
import type { TelemetryHandle } from './node/telemetry-handle.ts'
import { sharedState } from './shared-state.ts'
import { recordSpanError } from './span-errors.ts'
import { warnOnce } from './warn-once.ts'

/** What Next.js sets while it builds. */
const BUILD_PHASE = 'phase-production-build'

/**
 * The hook of Next.js: starts telemetry in the Node.js runtime, does nothing in the edge runtime.
 * Never throws and never waits for the collector.
 *
 * @example // instrumentation.ts
 * export { onRequestError, register } from '@ticketcap/telemetry'
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'edge') await start()
}

/** How to start in a plain Node.js process. */
export interface StartOptions {
  /**
   * Name of a process that runs for seconds and again and again, e.g. `collect-metrics`. It becomes
   * `service.instance.id`, so that each run continues the series of the last instead of making new ones; only one may
   * run at a time. No runtime metrics, and no counters at 0. Default: a process that stays, with an id of its own.
   */
  readonly job?: string
}

/**
 * Starts telemetry in a plain Node.js process, such as a cron job. The second call does nothing.
 *
 * @example await start({ job: 'send-reminders' }); try { await sendReminders() } finally { await shutdown() }
 */
export async function start({ job }: StartOptions = {}): Promise<void> {
  await startOnce(job)
}

/** Sends what is queued. Resolves when it is sent, or after 3 s, in a job after 10 s. */
export async function flush(): Promise<void> {
  const handle = await sharedState().started
  await handle?.flush()
}

/** Sends what is queued and stops telemetry. Resolves when done, or after `SIDECAR_SHUTDOWN_TIMEOUT`, 3 s by default. */
export async function shutdown(): Promise<void> {
  const handle = await sharedState().started
  await handle?.shutdown()
}

/**
 * The hook of Next.js for an error that a request did not handle: records it on the active span and sends it to Sentry,
 * unless either has it.
 */
export function onRequestError(
  error: unknown,
  request: { readonly method?: string } | undefined,
  context:
    | { readonly routerKind?: string; readonly routePath?: string; readonly routeType?: string }
    | undefined,
): void {
  const span = trace.getActiveSpan()
  if (span) recordSpanError(span, error)
  const { routerKind, routePath, routeType } = context ?? {}
  const facts = { router_kind: routerKind, router_path: routePath, route_type: routeType }
  sharedState().errors?.captureError(error, {
    mechanism: { type: 'auto.function.nextjs.on_request_error', handled: false },
    ...(routePath !== undefined && { transaction: `${request?.method ?? 'GET'} ${routePath}` }),
    context: Object.fromEntries(
      Object.entries(facts).filter((fact): fact is [string, string] => Boolean(fact[1])),
    ),
  })
}

function startOnce(job?: string): Promise<TelemetryHandle | undefined> {
  const state = sharedState()
  state.started ??= load(job)
  return state.started
}

async function load(job: string | undefined): Promise<TelemetryHandle | undefined> {
  // `next build` runs parts of the app to prerender pages; there is nothing to observe.
  if (process.env.NEXT_RUNTIME === 'edge' || process.env.NEXT_PHASE === BUILD_PHASE) return undefined
  try {
    const { startTelemetry } = await import('./node/start.ts')
    return startTelemetry(job)
  } catch (error) {
    warnOnce('E_START_FAILED', 'start', error instanceof Error ? error.message : String(error))
    return undefined
  }
}
