import type { MetricSource } from '@ticketcap/telemetry/collect'
import { Client } from 'pg'
import { unreachable } from '../../db/migrate.ts'
import { readSnapshot } from './read-snapshot.ts'

/** After this a database that does not accept is called unreachable. */
const CONNECT_TIMEOUT_MS = 5000

/**
 * The database as a source for `collectMetrics`: one connection of its own, closed at the end.
 *
 * @param timeoutMillis after how long the server itself gives up on a statement
 */
export function databaseSource(databaseUrl: string, timeoutMillis: number): MetricSource {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'ticketcap-collect-metrics',
  })
  // A connection that breaks between two statements; the next statement fails and is reported.
  client.on('error', () => undefined)
  return {
    async connect(signal) {
      signal.addEventListener('abort', () => void client.end().catch(() => undefined), { once: true })
      try {
        await client.connect()
        await client.query('select 1')
      } catch (error) {
        throw new Error(unreachable(databaseUrl, error), { cause: error })
      }
    },
    read: () => readSnapshot(client, timeoutMillis),
    close: () => client.end(),
  }
}
