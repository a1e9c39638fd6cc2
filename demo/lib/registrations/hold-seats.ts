import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../db/transaction.ts'

/** How long seats stay held while the guest pays. Longer than any payment may take. */
const HOLD_MINUTES = 10

/** Who wants how many seats. */
export interface SeatRequest {
  readonly tenantId: string
  readonly eventId: number
  readonly spots: number
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly locale: string
}

/**
 * The answer to a seat request. `raced` is true when the seats were there a moment before the row was locked:
 * another buyer took them in between, and the lock prevented an oversale.
 */
export type Hold =
  | { readonly kind: 'held'; readonly registration: HeldRegistration }
  | { readonly kind: 'sold_out'; readonly seatsLeft: number; readonly raced: boolean }
  | { readonly kind: 'other_tenant' }
  | { readonly kind: 'event_not_found' }

/** Seats taken out of the sale. Free events are confirmed at once, others wait for the payment. */
interface HeldRegistration {
  readonly id: string
  readonly status: 'HELD' | 'CONFIRMED'
  readonly amountMinor: number
  readonly currency: string
  readonly seatsTaken: number
  readonly capacity: number
}

interface SeatsRow {
  tenant_id: string
  price_minor: number
  currency: string
  capacity: number
  seats_taken: number
}

const SEATS = 'select tenant_id, price_minor, currency, capacity, seats_taken from events where id = $1'

/** Takes seats under a row lock. Whatever the number of buyers, `seats_taken` never passes `capacity`. */
export async function holdSeats(pool: Pool, request: SeatRequest): Promise<Hold> {
  const seen = (await pool.query<SeatsRow>(SEATS, [request.eventId])).rows[0]
  if (!seen) return { kind: 'event_not_found' }
  if (seen.tenant_id !== request.tenantId) return { kind: 'other_tenant' }

  return inTransaction(pool, async (client) => {
    const locked = (await client.query<SeatsRow>(`${SEATS} for update`, [request.eventId])).rows[0]
    if (!locked) return { kind: 'event_not_found' }
    if (locked.capacity - locked.seats_taken < request.spots) {
      locked.seats_taken -= await releaseExpired(client, request.eventId)
    }
    const seatsLeft = locked.capacity - locked.seats_taken
    if (seatsLeft < request.spots) {
      const raced = seen.capacity - seen.seats_taken >= request.spots
      return { kind: 'sold_out', seatsLeft, raced }
    }
    return { kind: 'held', registration: await take(client, request, locked) }
  })
}

async function take(client: PoolClient, request: SeatRequest, row: SeatsRow): Promise<HeldRegistration> {
  const id = randomUUID()
  const amountMinor = row.price_minor * request.spots
  const status = amountMinor === 0 ? 'CONFIRMED' : 'HELD'
  await client.query(
    `insert into registrations (id, event_id, tenant_id, spots, status, amount_minor, currency, name, email,
       phone, locale, held_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
       case when $5 = 'HELD' then now() + make_interval(mins => $12) end)`,
    [
      id,
      request.eventId,
      request.tenantId,
      request.spots,
      status,
      amountMinor,
      row.currency,
      request.name,
      request.email,
      request.phone,
      request.locale,
      HOLD_MINUTES,
    ],
  )
  await client.query('update events set seats_taken = seats_taken + $2 where id = $1', [
    request.eventId,
    request.spots,
  ])
  const seatsTaken = row.seats_taken + request.spots
  return { id, status, amountMinor, currency: row.currency, seatsTaken, capacity: row.capacity }
}

/** Cancels holds whose guest never paid, and returns how many seats came back. The event row is locked already. */
async function releaseExpired(client: PoolClient, eventId: number): Promise<number> {
  const expired = await client.query<{ spots: number }>(
    `update registrations set status = 'CANCELLED', held_until = null
     where event_id = $1 and status = 'HELD' and held_until < now() returning spots`,
    [eventId],
  )
  const spots = expired.rows.reduce((sum, row) => sum + row.spots, 0)
  if (spots > 0) {
    await client.query('update events set seats_taken = seats_taken - $2 where id = $1', [eventId, spots])
  }
  return spots
}
