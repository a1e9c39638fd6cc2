import { bounded } from './bounded.ts'
import type { Snapshot, TenantSeats } from './collect-source.ts'
import { reportedSeats } from './event-seats.ts'
import { gauge } from './instruments.ts'
import { trackCapacity } from './metrics.ts'
import { COLLECT_ATTR, COLLECT_METRIC, COLLECT_VALUES, type MetricDefinition, OTHER } from './names.ts'

/** Tenants that are told apart; each is three time series. */
const MAX_TENANTS = 20

/** Records a snapshot as gauges. Every series with known labels is there, if only with 0. */
export function recordSnapshot(snapshot: Snapshot): void {
  for (const { id, sold, capacity } of snapshot.events) trackCapacity(id, sold, capacity)
  gauge(COLLECT_METRIC.eventsLive).record(snapshot.eventsLive)
  gauge(COLLECT_METRIC.eventsUnreported).record(snapshot.eventsLive - [...reportedSeats()].length)
  recordByLabel(
    COLLECT_METRIC.registrationsStored,
    COLLECT_ATTR.storedStatus,
    COLLECT_VALUES.storedStatus,
    snapshot.registrations,
  )
  for (const queue of COLLECT_VALUES.queue) {
    const { size, oldestSeconds } = snapshot.queues[queue]
    gauge(COLLECT_METRIC.queueSize).record(size, { [COLLECT_ATTR.queue]: queue })
    gauge(COLLECT_METRIC.queueAge).record(oldestSeconds, { [COLLECT_ATTR.queue]: queue })
  }
  recordTenants(snapshot.tenants ?? [])
  recordByLabel(
    COLLECT_METRIC.databaseConnections,
    COLLECT_ATTR.connectionState,
    COLLECT_VALUES.connectionState,
    snapshot.connections,
  )
  gauge(COLLECT_METRIC.databaseConnectionsMax).record(snapshot.connectionsMax)
  gauge(COLLECT_METRIC.databaseOldestTransaction).record(snapshot.oldestTransactionSeconds)
}

function recordTenants(tenants: readonly TenantSeats[]): void {
  const largest = tenants.toSorted((a, b) => b.sold - a.sold || (a.id < b.id ? -1 : 1))
  const others = largest.splice(MAX_TENANTS)
  const sum = (key: 'events' | 'sold' | 'capacity') => others.reduce((total, each) => total + each[key], 0)
  const rest = { id: OTHER, events: sum('events'), sold: sum('sold'), capacity: sum('capacity') }
  for (const { id, events, sold, capacity } of others.length > 0 ? [...largest, rest] : largest) {
    const labels = { [COLLECT_ATTR.tenantId]: id }
    gauge(COLLECT_METRIC.tenantEvents).record(events, labels)
    gauge(COLLECT_METRIC.tenantSold).record(sold, labels)
    gauge(COLLECT_METRIC.tenantCapacity).record(capacity, labels)
  }
}

function recordByLabel(
  definition: MetricDefinition,
  label: string,
  known: readonly string[],
  counts: Readonly<Record<string, number>>,
): void {
  const sums = new Map<string, number>([...known, OTHER].map((name) => [name, 0]))
  for (const [name, count] of Object.entries(counts)) {
    const key = bounded(name.replaceAll(' ', '_'), known)
    sums.set(key, (sums.get(key) ?? 0) + count)
  }
  for (const [name, sum] of sums) gauge(definition).record(sum, { [label]: name })
}
