import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, type TestDatabase } from '../../db/test-database.ts'
import { type Hold, holdSeats } from './hold-seats.ts'
import { cancelRegistration } from './settle.ts'

const guest = { name: 'דנה לוי', email: 'dana@example.com', phone: '050-0000000', locale: 'he' }

for (const candidate of databases) {
  describe.skipIf(candidate.absent)(`holdSeats on ${candidate.name}`, () => {
    let database: TestDatabase

    beforeAll(async () => {
      database = await candidate.start()
    }, 60_000)
    afterAll(async () => {
      await database?.stop()
    })

    const hold = (eventId: number, spots = 1, tenantId = 'habima'): Promise<Hold> =>
      holdSeats(database.pool, { ...guest, tenantId, eventId, spots })
    const seatsTaken = async (eventId: number) => {
      const found = await database.pool.query('select seats_taken from events where id = $1', [eventId])
      return found.rows[0].seats_taken as number
    }

    it('never sells more seats than there are to fifty buyers at once', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => hold(13)))
      const held = answers.filter((answer) => answer.kind === 'held')
      expect(held, JSON.stringify(answers)).toHaveLength(3)
      expect(await seatsTaken(13)).toBe(3)
      const registered = await database.pool.query(
        `select sum(spots)::int as spots from registrations where event_id = 13 and status = 'HELD'`,
      )
      expect(registered.rows[0].spots).toBe(3)
    })

    it('counts a race for buyers who saw the last seat and lost it', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => hold(11)))
      const raced = answers.filter((answer) => answer.kind === 'sold_out' && answer.raced)
      expect(raced.length, JSON.stringify(answers)).toBeGreaterThan(0)
    })

    it('counts no race for a buyer who comes after the last seat is gone', async () => {
      await hold(14)
      expect(await hold(14)).toEqual({ kind: 'sold_out', seatsLeft: 0, raced: false })
    })

    it('refuses an event of another tenant and touches no seat', async () => {
      const before = await seatsTaken(101)
      expect(await hold(101)).toEqual({ kind: 'other_tenant' })
      expect(await seatsTaken(101)).toBe(before)
    })

    it('says so when there is no such event', async () => {
      expect(await hold(9999)).toEqual({ kind: 'event_not_found' })
    })

    it('confirms a free event at once and holds a paid one', async () => {
      expect(await hold(4)).toMatchObject({
        kind: 'held',
        registration: { status: 'CONFIRMED', amountMinor: 0 },
      })
      expect(await hold(1, 2)).toMatchObject({
        kind: 'held',
        registration: { status: 'HELD', amountMinor: 36000 },
      })
    })

    it('gives cancelled seats back to the next buyer', async () => {
      const first = await hold(12, 2)
      if (first.kind !== 'held') throw new Error(`expected seats, got ${JSON.stringify(first)}`)
      expect(await hold(12)).toMatchObject({ kind: 'sold_out' })
      const declined = {
        status: 'DECLINED',
        amountMinor: 19000,
        currency: 'ILS',
        cardLastFour: '0002',
      } as const
      await cancelRegistration(database.pool, first.registration.id, declined)
      await cancelRegistration(database.pool, first.registration.id, declined)
      expect(await seatsTaken(12)).toBe(0)
      expect(await hold(12, 2)).toMatchObject({ kind: 'held' })
    })

    it('sells the seats of a hold that expired', async () => {
      await hold(15, 2)
      expect(await hold(15, 2)).toMatchObject({ kind: 'sold_out' })
      await database.pool.query(
        `update registrations set held_until = now() - interval '1 second' where event_id = 15`,
      )
      expect(await hold(15, 2)).toMatchObject({ kind: 'held' })
      expect(await seatsTaken(15)).toBe(2)
    })
  })
}
