import type { Pool } from 'pg'
import type { Locale } from './locale.ts'
import type { Tenant } from './tenant.ts'

/** An event as pages and the API show it, in one language. */
export interface TicketEvent {
  readonly id: number
  readonly tenantId: string
  readonly kind: string
  readonly title: string
  readonly blurb: string
  readonly venueId: string
  /** ISO 8601. */
  readonly startsAt: string
  readonly priceMinor: number
  readonly currency: string
  readonly capacity: number
  readonly seatsTaken: number
}

interface EventRecord {
  id: number
  tenant_id: string
  kind: string
  title: string
  blurb: string
  venue_id: string
  starts_at: Date
  price_minor: number
  currency: string
  capacity: number
  seats_taken: number
}

const COLUMNS = {
  he: 'id, tenant_id, kind, title_he as title, blurb_he as blurb, venue_id, starts_at, price_minor, currency, capacity, seats_taken',
  en: 'id, tenant_id, kind, title_en as title, blurb_en as blurb, venue_id, starts_at, price_minor, currency, capacity, seats_taken',
} as const satisfies Record<Locale, string>

/** The events of one tenant, soonest first. */
export async function listEvents(pool: Pool, tenant: Tenant, locale: Locale): Promise<TicketEvent[]> {
  const found = await pool.query<EventRecord>(
    `select ${COLUMNS[locale]} from events where tenant_id = $1 order by starts_at, id`,
    [tenant],
  )
  return found.rows.map(toEvent)
}

/** One event of any tenant: the caller must compare `tenantId` and turn a mismatch away. */
export async function findEvent(pool: Pool, id: number, locale: Locale): Promise<TicketEvent | undefined> {
  const found = await pool.query<EventRecord>(`select ${COLUMNS[locale]} from events where id = $1`, [id])
  return found.rows[0] && toEvent(found.rows[0])
}

function toEvent(row: EventRecord): TicketEvent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    kind: row.kind,
    title: row.title,
    blurb: row.blurb,
    venueId: row.venue_id,
    startsAt: row.starts_at.toISOString(),
    priceMinor: row.price_minor,
    currency: row.currency,
    capacity: row.capacity,
    seatsTaken: row.seats_taken,
  }
}
