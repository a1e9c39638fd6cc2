/** A live event and how full it is. */
export interface LiveEvent {
  readonly id: string
  /** Seats taken, held ones included. */
  readonly sold: number
  readonly capacity: number
}

/** The live events of one tenant, added up. */
export interface TenantSeats {
  /** An id, not a name: it becomes a label. */
  readonly id: string
  /** Live events. */
  readonly events: number
  /** Seats taken in them, held ones included. */
  readonly sold: number
  readonly capacity: number
}

/** Registrations that wait for something. */
export interface Queue {
  readonly size: number
  /** How long the oldest has waited, in seconds; 0 when none waits. */
  readonly oldestSeconds: number
}

/** What one pass over the database found. */
export interface Snapshot {
  /** At most 100; the fullest when there are more. */
  readonly events: readonly LiveEvent[]
  /** Live events in all. */
  readonly eventsLive: number
  /**
   * Every tenant with live events; the 20 that sold most become labels, the others are added up as `other`. Leave it
   * out where those who read the dashboards may not see tenants apart.
   */
  readonly tenants?: readonly TenantSeats[]
  /** Registrations of live events by stored status. */
  readonly registrations: Readonly<Record<string, number>>
  readonly queues: Readonly<Record<'open_holds' | 'expired_holds' | 'waitlist', Queue>>
  /** Connections as the server counts them, by state as `pg_stat_activity` names it. */
  readonly connections: Readonly<Record<string, number>>
  /** Connections the server takes at most. */
  readonly connectionsMax: number
  /** Age of the oldest open transaction, in seconds; 0 when there is none. */
  readonly oldestTransactionSeconds: number
}

/** Where the numbers come from. Each step must give up when `signal` is aborted. */
export interface MetricSource {
  /** Connects and gets one answer. Rejects when the database cannot be reached. */
  connect(signal: AbortSignal): Promise<void>
  /** Reads everything in one pass; undefined when another run is reading now. */
  read(signal: AbortSignal): Promise<Snapshot | undefined>
  /** Closes the connection, if there is one. It is not waited for longer than a second. */
  close(): Promise<void>
}
