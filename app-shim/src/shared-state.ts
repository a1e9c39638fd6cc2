import type { ErrorPort } from './error-port.ts'
import type { EventSeats } from './event-seats.ts'
import type { TelemetryHandle } from './node/telemetry-handle.ts'

/** What must exist once per process, even when a bundler copies this package into several chunks. */
export interface SharedState {
  /** Warnings already printed: code plus subject. */
  readonly warned: Set<string>
  /** Set by the first start; later calls get the same handle. */
  started?: Promise<TelemetryHandle | undefined>
  /** Whether the collector took the last export of metrics. */
  metricsTaken?: boolean
  /** Live events by id, for the gauges per event. */
  eventSeats?: Map<string, EventSeats>
  /** The way of errors to the collector, while telemetry runs. */
  errors?: ErrorPort
}

const KEY = Symbol.for('@ticketcap/telemetry')

/** The state of this process. */
export function sharedState(): SharedState {
  const holder = globalThis as { [KEY]?: SharedState }
  holder[KEY] ??= { warned: new Set() }
  return holder[KEY]
}
