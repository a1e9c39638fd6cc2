import { Pool } from 'pg'

/** Connections per process on a real Postgres. PGlite serves one session and needs DATABASE_POOL_MAX=1. */
const DEFAULT_POOL_MAX = 10

/** How long a request waits for a free connection before it fails as `pool_exhausted`. */
const CONNECT_TIMEOUT_MS = 15_000

/** How long one statement may take before the client gives up on it. */
const QUERY_TIMEOUT_MS = 10_000

/**
 * Opens the pool described by the environment: DATABASE_URL (required) and DATABASE_POOL_MAX (default 10).
 *
 * `onIdleError` hears of connections that die while nobody uses them; without a listener they end the process.
 *
 * @throws {Error} when a variable is missing or not a number.
 */
export function openPool(env: NodeJS.ProcessEnv, onIdleError: (error: Error) => void): Pool {
  const pool = new Pool({
    connectionString: databaseUrl(env),
    max: poolMax(env),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'ticketcap-demo',
  })
  pool.on('error', onIdleError)
  return pool
}

/** DATABASE_URL, or an error that says how to set it. */
export function databaseUrl(env: NodeJS.ProcessEnv): string {
  const url = env.DATABASE_URL
  if (!url) {
    throw new Error('DATABASE_URL is not set. Set it to postgres://user:password@host:5432/database.')
  }
  return url
}

/** DATABASE_POOL_MAX as a number: a whole number from 1 to 500. */
export function poolMax(env: NodeJS.ProcessEnv): number {
  return wholeNumber(env, 'DATABASE_POOL_MAX', { fallback: DEFAULT_POOL_MAX, from: 1, to: 500 })
}

/** DATABASE_WAIT_MS: how long the start waits for a database that is on its way up; default 0. */
export function databaseWait(env: NodeJS.ProcessEnv): number {
  return wholeNumber(env, 'DATABASE_WAIT_MS', { fallback: 0, from: 0, to: 600_000 })
}

function wholeNumber(
  env: NodeJS.ProcessEnv,
  name: string,
  { fallback, from, to }: { readonly fallback: number; readonly from: number; readonly to: number },
): number {
  const raw = env[name]
  if (raw === undefined || raw === '') return fallback
  const value = Number(raw)
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new Error(`${name} is "${raw}". Set it to a whole number from ${from} to ${to}.`)
  }
  return value
}
