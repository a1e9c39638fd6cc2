/** Creates the schema and seeds the catalogue. Safe to run on every start and from several processes at once. */
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { EVENTS, TENANTS } from './catalog.ts'

const SCHEMA = new URL('schema.sql', import.meta.url)

/** Any fixed number: two processes that migrate the same database wait for each other on it. */
const MIGRATION_LOCK = 4_201_337

const RETRY_MILLIS = 200

/** What a migration found and did. */
export interface Migration {
  /** Events that were not there before. */
  readonly seeded: number
  /** The server is PGlite: one session only, so the pool must hold one connection. */
  readonly singleSession: boolean
}

/**
 * Brings the database at `databaseUrl` to the current schema and catalogue.
 *
 * @param waitMillis how long to wait for a database that is on its way up; default 0
 * @throws {Error} when the database cannot be reached; the message names host and port, never the password.
 */
export async function migrate(databaseUrl: string, { waitMillis = 0 } = {}): Promise<Migration> {
  const client = await connect(databaseUrl, Date.now() + waitMillis)
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query(await readFile(SCHEMA, 'utf8'))
    const seeded = await seed(client)
    await client.query('commit')
    const version = await client.query<{ version: string }>('select version()')
    return { seeded, singleSession: /emscripten|wasm/i.test(version.rows[0]?.version ?? '') }
  } finally {
    await client.end()
  }
}

async function connect(databaseUrl: string, deadline: number): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      if (Date.now() + RETRY_MILLIS > deadline)
        throw new Error(unreachable(databaseUrl, error), { cause: error })
      await setTimeout(RETRY_MILLIS)
    }
  }
}

async function seed(client: Client): Promise<number> {
  for (const tenant of TENANTS) {
    await client.query(
      'insert into tenants (id, name_he, name_en) values ($1, $2, $3) on conflict (id) do nothing',
      [tenant.id, tenant.nameHe, tenant.nameEn],
    )
  }
  let seeded = 0
  for (const event of EVENTS) {
    const result = await client.query(
      `insert into events (id, tenant_id, kind, title_he, title_en, blurb_he, blurb_en, venue_id, starts_at,
         price_minor, capacity, seats_taken)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing`,
      [
        event.id,
        event.tenantId,
        event.kind,
        event.titleHe,
        event.titleEn,
        event.blurbHe,
        event.blurbEn,
        event.venueId,
        event.startsAt,
        event.priceMinor,
        event.capacity,
        event.presold,
      ],
    )
    seeded += result.rowCount ?? 0
  }
  return seeded
}

/** What to say about a database that cannot be reached: host and port, never the password. */
export function unreachable(databaseUrl: string, error: unknown): string {
  let where = 'an address that is not a URL'
  if (URL.canParse(databaseUrl)) where = new URL(databaseUrl).host
  const seen = error instanceof Error ? error.message || codeOf(error) : String(error)
  return `DATABASE_URL: no database answers at ${where} (${seen}). Start Postgres there, or point DATABASE_URL at one.`
}

/** Several addresses that all refuse give an error without a message. */
function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) {
    console.error('DATABASE_URL is not set. Set it to postgres://user:password@host:5432/database.')
    process.exit(2)
  }
  try {
    const { seeded } = await migrate(databaseUrl)
    console.error(`database ready, ${seeded} events added`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
