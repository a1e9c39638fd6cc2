import { describe, expect, it } from 'vitest'
import { EVENTS } from './catalog.ts'
import { migrate } from './migrate.ts'
import { freePort, startPGlite } from './test-database.ts'

describe('migrate', () => {
  it('seeds once, and changes nothing the second time', async () => {
    const database = await startPGlite()
    try {
      await database.pool.query('update events set seats_taken = 77 where id = 3')
      expect(await migrate(database.url)).toMatchObject({ seeded: 0 })
      const found = await database.pool.query(
        'select count(*)::int as events, max(seats_taken) filter (where id = 3) as kept from events',
      )
      expect(found.rows[0]).toEqual({ events: EVENTS.length, kept: 77 })
    } finally {
      await database.stop()
    }
  }, 60_000)

  it('waits for a database that is on its way up, and notices that it has one session only', async () => {
    const port = await freePort()
    const ready = migrate(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`, { waitMillis: 60_000 })
    const database = await startPGlite(port)
    try {
      expect(await ready).toMatchObject({ singleSession: true })
    } finally {
      await database.stop()
    }
  }, 60_000)

  it('names host and port of a database that does not answer, and not the password', async () => {
    const failed = await migrate('postgres://guest:hunter2@127.0.0.1:9/tickets').catch(
      (error: Error) => error,
    )
    expect(String(failed)).toContain('DATABASE_URL: no database answers at 127.0.0.1:9')
    expect(String(failed)).not.toContain('hunter2')
  })
})
