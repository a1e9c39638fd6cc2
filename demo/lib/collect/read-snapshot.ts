import type { Queue, Snapshot, TenantSeats } from '@ticketcap/telemetry/collect'
import type { ClientBase } from 'pg'

/** Any fixed number: the run that holds it is the only one that reads. */
export const COLLECT_LOCK = 4_201_338

/** Events reported one by one; with more of them, the fullest. */
const MAX_EVENTS = 100

/**
 * Reads everything in one transaction, so that all numbers are of the same moment. Live is what can still be sold: an
 * event that has not begun. Everything is bounded by the live events and found by an index, whatever was sold before.
 *
 * @returns undefined when another run is reading now
 */
export async function readSnapshot(client: ClientBase, timeoutMillis: number): Promise<Snapshot | undefined> {
  await client.query('begin isolation level repeatable read read only')
  try {
    // The server gives up too, if this process is gone and cannot tell it.
    await client.query(`set local statement_timeout = ${Math.ceil(timeoutMillis)}`)
    const lock = await client.query<{ held: boolean }>('select pg_try_advisory_xact_lock($1) as held', [
      COLLECT_LOCK,
    ])
    const snapshot = lock.rows[0]?.held ? await readAll(client) : undefined
    await client.query('rollback')
    return snapshot
  } catch (error) {
    // Where it fails too, the connection is gone, and with it the transaction.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function readAll(client: ClientBase): Promise<Snapshot> {
  return {
    ...(await readEvents(client)),
    tenants: await readTenants(client),
    registrations: await readRegistrations(client),
    queues: await readQueues(client),
    ...(await readConnections(client)),
  }
}

async function readEvents(client: ClientBase): Promise<Pick<Snapshot, 'events' | 'eventsLive'>> {
  const { rows } = await client.query<{ id: string; sold: number; capacity: number; live: number }>(
    `select id::text, seats_taken as sold, capacity, (count(*) over ())::int as live
     from events where starts_at > now()
     order by seats_taken::float8 / capacity desc, id limit $1`,
    [MAX_EVENTS],
  )
  return {
    events: rows.map(({ id, sold, capacity }) => ({ id, sold, capacity })),
    eventsLive: rows[0]?.live ?? 0,
  }
}

async function readTenants(client: ClientBase): Promise<TenantSeats[]> {
  const { rows } = await client.query<TenantSeats>(
    `select tenant_id as id, count(*)::int as events, sum(seats_taken)::int as sold, sum(capacity)::int as capacity
     from events where starts_at > now() group by tenant_id`,
  )
  return rows
}

async function readRegistrations(client: ClientBase): Promise<Record<string, number>> {
  const { rows } = await client.query<{ status: string; count: number }>(
    `select registrations.status, count(*)::int as count
     from events join registrations on registrations.event_id = events.id
     where events.starts_at > now() group by registrations.status`,
  )
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}

async function readQueues(client: ClientBase): Promise<Snapshot['queues']> {
  const { rows } = await client.query<{ queue: string; size: number; oldest: number }>(
    `select queue, count(*)::int as size, greatest(extract(epoch from now() - min(since)), 0)::float8 as oldest
     from (
       select case when status = 'WAITLISTED' then 'waitlist'
                   when held_until > now() then 'open_holds' else 'expired_holds' end as queue,
              case when status = 'HELD' and held_until <= now() then held_until else registrations.created_at end as since
       from events join registrations on registrations.event_id = events.id
       where events.starts_at > now() and status in ('HELD', 'WAITLISTED')) waiting
     group by queue`,
  )
  const queue = (name: string): Queue => {
    const row = rows.find((each) => each.queue === name)
    return { size: row?.size ?? 0, oldestSeconds: row?.oldest ?? 0 }
  }
  return {
    open_holds: queue('open_holds'),
    expired_holds: queue('expired_holds'),
    waitlist: queue('waitlist'),
  }
}

type Connections = Pick<Snapshot, 'connections' | 'connectionsMax' | 'oldestTransactionSeconds'>

/** This run's own connection is not counted. */
async function readConnections(client: ClientBase): Promise<Connections> {
  const { rows } = await client.query<{ state: string; count: number; oldest: number | null; most: number }>(
    `select coalesce(state, 'unknown') as state, count(*)::int as count,
       extract(epoch from now() - min(xact_start))::float8 as oldest,
       current_setting('max_connections')::int as most
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() group by 1
     union all select '', 0, null, current_setting('max_connections')::int`,
  )
  const counted = rows.filter(({ state }) => state !== '')
  return {
    connections: Object.fromEntries(counted.map(({ state, count }) => [state, count])),
    connectionsMax: rows[0]?.most ?? 0,
    oldestTransactionSeconds: Math.max(0, ...counted.map(({ oldest }) => oldest ?? 0)),
  }
}
