import type { Pool } from 'pg'
import type { Tenant } from '../tenant.ts'

/** A confirmed order as the ticket shows it. */
export interface PlacedOrder {
  readonly id: string
  readonly eventId: number
  readonly spots: number
  readonly name: string
  readonly amountMinor: number
  readonly currency: string
}

/** The confirmed order with this id, if it belongs to this tenant. */
export async function findOrder(pool: Pool, tenant: Tenant, id: string): Promise<PlacedOrder | undefined> {
  const found = await pool.query<PlacedOrder>(
    `select id, event_id as "eventId", spots, name, amount_minor as "amountMinor", currency
     from registrations where id = $1 and tenant_id = $2 and status = 'CONFIRMED'`,
    [id, tenant],
  )
  return found.rows[0]
}
