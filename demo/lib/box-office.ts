import type { Pool } from 'pg'
import type { Tenant } from './tenant.ts'

/** Money and payment attempts of one tenant. */
export interface Takings {
  readonly revenueMinor: ReadonlyMap<number, number>
  readonly payments: ReadonlyMap<string, number>
  readonly latest: readonly RecentOrder[]
}

/** One of the latest orders. */
interface RecentOrder {
  readonly id: string
  readonly eventId: number
  readonly name: string
  readonly email: string
  readonly spots: number
  readonly status: string
}

/** Reads what the box office page shows beside the events. */
export async function readTakings(pool: Pool, tenant: Tenant): Promise<Takings> {
  const revenue = await pool.query<{ event_id: number; total: string }>(
    `select event_id, sum(amount_minor) as total from registrations
     where tenant_id = $1 and status = 'CONFIRMED' group by event_id`,
    [tenant],
  )
  const payments = await pool.query<{ status: string; count: string }>(
    `select payments.status, count(*) from payments join registrations on registrations.id = registration_id
     where tenant_id = $1 group by payments.status`,
    [tenant],
  )
  const latest = await pool.query<RecentOrder>(
    `select id, event_id as "eventId", name, email, spots, status from registrations
     where tenant_id = $1 order by created_at desc limit 8`,
    [tenant],
  )
  return {
    revenueMinor: new Map(revenue.rows.map((row) => [row.event_id, Number(row.total)])),
    payments: new Map(payments.rows.map((row) => [row.status, Number(row.count)])),
    latest: latest.rows,
  }
}

/** Who runs the box office. The demo has one admin per tenant and no login. */
export function currentAdmin(tenant: Tenant): { readonly id: string; readonly email: string } {
  return { id: `admin-${tenant}`, email: `admin@${tenant}.example` }
}
