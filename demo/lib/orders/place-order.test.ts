import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPGlite, type TestDatabase } from '../../db/test-database.ts'
import { TEST_CARDS } from '../../provider/behaviour.ts'
import { type Provider, startProvider } from '../../provider/server.ts'
import { payLater } from './pay-later.ts'
import { placeOrder } from './place-order.ts'

let database: TestDatabase
let provider: Provider

beforeAll(async () => {
  database = await startPGlite()
  provider = await startProvider()
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    DATABASE_POOL_MAX: '1',
    PAYMENT_PROVIDER_URL: provider.url,
    PAYMENT_TIMEOUT_MS: '8000',
  })
}, 60_000)
afterAll(async () => {
  await (globalThis as { ticketcapDemoPool?: { end(): Promise<void> } }).ticketcapDemoPool?.end()
  await provider?.stop()
  await database?.stop()
})

const guest = {
  eventId: 1,
  spots: 2,
  name: 'דנה',
  email: 'dana@example.com',
  phone: '0500000000',
  locale: 'he',
} as const
const order = (card: string | undefined, eventId: number = guest.eventId) =>
  placeOrder({ guest: { ...guest, eventId }, card, tenant: 'habima' })

/** Seats taken of event 1, and what the database says about the payments of an order. */
async function stored(orderId: string | undefined) {
  const seats = await database.pool.query('select seats_taken from events where id = 1')
  const rows = await database.pool.query(
    `select registrations.status as registration, payments.status as payment, card_last_four as "lastFour"
     from registrations left join payments on registration_id = registrations.id where registrations.id = $1`,
    [orderId],
  )
  return { seats: seats.rows[0].seats_taken as number, rows: rows.rows }
}

describe('placeOrder', () => {
  it('keeps the seats and stores the payment when the card is approved', async () => {
    const before = (await stored(undefined)).seats
    const answer = await order(TEST_CARDS.approve)
    expect(answer).toMatchObject({
      outcome: 'CONFIRMED',
      payment: { status: 'COMPLETED', amountMinor: 36_000, currency: 'ILS' },
    })
    expect(await stored(answer.orderId)).toEqual({
      seats: before + 2,
      rows: [{ registration: 'CONFIRMED', payment: 'COMPLETED', lastFour: '4242' }],
    })
  })

  it.each([
    ['decline', 'DECLINED', '0002'],
    ['fail', 'FAILED', '0119'],
    ['hang', 'TIMEOUT', '0259'],
  ] as const)(
    'gives the seats back when the provider answers with %s',
    async (behaviour, payment, lastFour) => {
      const before = (await stored(undefined)).seats
      process.env.PAYMENT_TIMEOUT_MS = behaviour === 'hang' ? '200' : '8000'
      const answer = await order(TEST_CARDS[behaviour])
      process.env.PAYMENT_TIMEOUT_MS = '8000'
      expect(answer).toMatchObject({ outcome: `PAYMENT_${payment}`, payment: { status: payment } })
      expect(await stored(answer.orderId)).toEqual({
        seats: before,
        rows: [{ registration: 'CANCELLED', payment, lastFour }],
      })
    },
  )

  it('sells no seat of another tenant', async () => {
    expect(await order(TEST_CARDS.approve, 101)).toEqual({ outcome: 'EVENT_NOT_FOUND' })
  })

  it('asks for no money for a free event', async () => {
    const answer = await order(undefined, 4)
    expect(answer.outcome).toBe('CONFIRMED')
    expect(answer.payment).toBeUndefined()
  })
})

describe('payLater', () => {
  it('pays once for seats that were held, and not twice', async () => {
    const held = await order(undefined)
    expect(held.outcome).toBe('HELD')
    const id = held.orderId ?? ''
    expect(await payLater('habima', id, TEST_CARDS.approve)).toMatchObject({ outcome: 'CONFIRMED' })
    expect(await payLater('habima', id, TEST_CARDS.approve)).toEqual({ outcome: 'HOLD_NOT_FOUND' })
  })

  it('does not pay for a hold of another tenant', async () => {
    const held = await order(undefined)
    expect(await payLater('zappa', held.orderId ?? '', TEST_CARDS.approve)).toEqual({
      outcome: 'HOLD_NOT_FOUND',
    })
  })
})
