import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { BackendName } from './faults.ts'
import type { Stand } from './stand.ts'

/** The exporters of the shipped configuration. */
export const EXPORTERS = {
  tempo: 'otlp_http/tempo',
  prometheus: 'otlp_http/prometheus',
  sentry: 'sentry_envelope',
} as const satisfies Record<BackendName, string>

/** Ids that the collector accepted. */
export interface Accepted {
  readonly traces: readonly string[]
  readonly events: readonly string[]
}

/** How many accepted ids a backend neither has nor rejected. Prometheus is asked for the number of requests it knows. */
export async function missing(
  stand: Stand,
  backend: BackendName,
  { traces, events }: Accepted,
): Promise<number> {
  if (backend === 'tempo')
    return lacking(traces, [...stand.tempo.spans.map(traceIdOf), ...stand.doors.tempo.http.rejected])
  // While traffic runs it knows of younger requests, too.
  if (backend === 'prometheus') return Math.max(0, traces.length - (await requestCount(stand)))
  return lacking(traces, stand.sentry.store.spans.map(traceIdOf)) + lacking(events, eventIds(stand))
}

/** How many spans and events a backend was given more than once. Prometheus keeps one sample for one time. */
export function repeated(stand: Stand, backend: BackendName): number {
  if (backend === 'tempo') return repeats(stand.tempo.spans.map(spanIdOf))
  if (backend === 'prometheus') return 0
  return repeats(eventIds(stand)) + repeats(stand.sentry.store.spans.map(spanIdOf))
}

/** True when a request to a backend got no answer, so that it was right to send again what may have arrived. */
export function leftWithoutAnswer({ collector }: Stand, backend: BackendName): boolean {
  const id = `"otelcol.component.id":"${EXPORTERS[backend]}"`
  return collector.output
    .split('\n')
    .some((line) => line.includes(id) && /no answer from Sentry|failed to make an HTTP request/.test(line))
}

/** How many requests Prometheus knows of. */
export function requestCount({ prometheus, service }: Stand): Promise<number> {
  return prometheus.number(
    `sum(last_over_time(traces_span_metrics_calls_total{service_name="${service}"}[2h]))`,
  )
}

/** Bytes that the queues take on disk. */
export async function diskBytes({ storage }: Stand): Promise<number> {
  // A compaction moves files away while they are counted.
  const sizes = (await readdir(storage)).map((file) =>
    stat(path.join(storage, file)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
}

const traceIdOf = ({ traceId }: { traceId: string }) => traceId
const spanIdOf = ({ spanId }: { spanId: string }) => spanId

function eventIds({ sentry }: Stand): string[] {
  return sentry.store.items('event').map(({ json }) => (json as { event_id: string }).event_id)
}

function lacking(wanted: readonly string[], there: readonly string[]): number {
  const known = new Set(there)
  return wanted.filter((id) => !known.has(id)).length
}

function repeats(ids: readonly string[]): number {
  return ids.length - new Set(ids).size
}
