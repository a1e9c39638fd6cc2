import { trackDatabaseError } from '@ticketcap/telemetry/metrics'
import type { Pool } from 'pg'
import { openPool } from '../db/pool.ts'

/** The database did not do what was asked. The cause stays in `cause`; the guest reads only that it failed. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

/** Next may load this module once per bundle: the pool belongs to the process. */
const held = globalThis as { ticketcapDemoPool?: Pool }

/** Runs `work` with the process's pool. A database error is counted by kind and thrown as DatabaseUnavailable. */
export async function withDatabase<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  held.ticketcapDemoPool ??= openPool(process.env, trackDatabaseError)
  try {
    return await work(held.ticketcapDemoPool)
  } catch (error) {
    trackDatabaseError(error)
    throw new DatabaseUnavailable('the database did not answer as expected', { cause: error })
  }
}
