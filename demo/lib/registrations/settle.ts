import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../db/transaction.ts'

/** A payment attempt as it is stored: never more of the card than its last four digits. */
export interface PaymentRecord {
  readonly status: 'COMPLETED' | 'DECLINED' | 'FAILED' | 'TIMEOUT'
  readonly amountMinor: number
  readonly currency: string
  readonly cardLastFour: string
  readonly providerReference?: string
}

/** Makes held seats final and stores the payment that bought them. False when the hold was already gone. */
export async function confirmRegistration(pool: Pool, id: string, payment: PaymentRecord): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const updated = await client.query(
      `update registrations set status = 'CONFIRMED', held_until = null where id = $1 and status = 'HELD'`,
      [id],
    )
    await insertPayment(client, id, payment)
    return updated.rowCount === 1
  })
}

/** Gives held seats back and stores the payment attempt that did not buy them. */
export async function cancelRegistration(pool: Pool, id: string, payment: PaymentRecord): Promise<void> {
  await inTransaction(pool, async (client) => {
    // The event first, as everywhere: one lock order, no deadlock.
    await client.query(
      'select 1 from events where id = (select event_id from registrations where id = $1) for update',
      [id],
    )
    await client.query(
      `with freed as (
         update registrations set status = 'CANCELLED', held_until = null
         where id = $1 and status = 'HELD' returning event_id, spots)
       update events set seats_taken = seats_taken - freed.spots from freed where events.id = freed.event_id`,
      [id],
    )
    await insertPayment(client, id, payment)
  })
}

/** A hold that is about to be paid. */
export interface PayableHold {
  readonly id: string
  readonly eventId: number
  readonly amountMinor: number
  readonly currency: string
}

/** Renews a hold so that it outlives the payment. Undefined when there is no such hold for this tenant. */
export async function renewHold(pool: Pool, tenantId: string, id: string): Promise<PayableHold | undefined> {
  const renewed = await pool.query<{ event_id: number; amount_minor: number; currency: string }>(
    `update registrations set held_until = now() + interval '10 minutes'
     where id = $1 and tenant_id = $2 and status = 'HELD' and held_until > now()
     returning event_id, amount_minor, currency`,
    [id, tenantId],
  )
  const row = renewed.rows[0]
  return row && { id, eventId: row.event_id, amountMinor: row.amount_minor, currency: row.currency }
}

async function insertPayment(client: PoolClient, registrationId: string, payment: PaymentRecord) {
  await client.query(
    `insert into payments (id, registration_id, status, amount_minor, currency, card_last_four, provider_reference)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      randomUUID(),
      registrationId,
      payment.status,
      payment.amountMinor,
      payment.currency,
      payment.cardLastFour,
      payment.providerReference ?? null,
    ],
  )
}
