import type { MetricDefinition } from './metric-definition.ts'

/** Attribute keys of what `collect-metrics` reports. */
export const COLLECT_ATTR = {
  storedStatus: 'ticketcap.registration.stored_status',
  queue: 'ticketcap.queue.name',
  connectionState: 'ticketcap.database.connection.state',
  tenantId: 'ticketcap.tenant.id',
} as const

/** Bounded label values of what `collect-metrics` reports. */
export const COLLECT_VALUES = {
  storedStatus: ['HELD', 'CONFIRMED', 'WAITLISTED', 'CANCELLED'],
  queue: ['open_holds', 'expired_holds', 'waitlist'],
  connectionState: ['active', 'idle', 'idle_in_transaction'],
} as const

/**
 * What `collect-metrics` reads from the database, all of it gauges. It runs every five minutes and Prometheus forgets
 * a gauge after five, so read them with `last_over_time(…[15m])`.
 */
export const COLLECT_METRIC = {
  databaseUp: gauge('ticketcap.database.up', '', '1 when the database answered, 0 when it did not.'),
  databaseResponse: gauge('ticketcap.database.response', 's', 'Time to connect and be answered.'),
  databaseConnections: gauge(
    'ticketcap.database.connections',
    '{connection}',
    'Connections to this database as the server sees them, by state.',
    [COLLECT_ATTR.connectionState],
  ),
  databaseConnectionsMax: gauge(
    'ticketcap.database.connections.max',
    '{connection}',
    'The most connections the server takes, from all clients.',
  ),
  databaseOldestTransaction: gauge(
    'ticketcap.database.oldest_transaction',
    's',
    'Age of the oldest transaction that is still open.',
  ),
  eventsLive: gauge('ticketcap.events.live', '{event}', 'Events that can still be sold.'),
  eventsUnreported: gauge(
    'ticketcap.events.unreported',
    '{event}',
    'Live events left out of the gauges per event because there are too many; the fullest are reported.',
  ),
  registrationsStored: gauge(
    'ticketcap.registrations.stored',
    '{registration}',
    'Registrations of live events as they stand in the database, by status.',
    [COLLECT_ATTR.storedStatus],
  ),
  queueSize: gauge('ticketcap.queue.size', '{registration}', 'Registrations that wait, by what for.', [
    COLLECT_ATTR.queue,
  ]),
  queueAge: gauge('ticketcap.queue.age', 's', 'How long the oldest of them has waited; 0 when none does.', [
    COLLECT_ATTR.queue,
  ]),
  tenantEvents: gauge('ticketcap.tenant.events', '{event}', 'Live events of a tenant.', [
    COLLECT_ATTR.tenantId,
  ]),
  tenantSold: gauge('ticketcap.tenant.sold', '{seat}', 'Seats taken in the live events of a tenant.', [
    COLLECT_ATTR.tenantId,
  ]),
  tenantCapacity: gauge('ticketcap.tenant.capacity', '{seat}', 'Seats of the live events of a tenant.', [
    COLLECT_ATTR.tenantId,
  ]),
  success: gauge('ticketcap.collect.success', '', '1 when the last run read everything, 0 when it failed.'),
  duration: gauge('ticketcap.collect.duration', 's', 'Time the last run took.'),
  lastSuccess: gauge(
    'ticketcap.collect.last_success.timestamp',
    's',
    'Unix time of the last run that read everything.',
  ),
} as const

function gauge<Name extends string>(
  name: Name,
  unit: string,
  description: string,
  labels: readonly string[] = [],
): MetricDefinition & { readonly name: Name } {
  return { name, kind: 'gauge', unit, description, labels }
}
