/**
 * The one way to start the demo, for the launcher and for the container: checks the database, migrates it, starts
 * the fake payment provider unless PAYMENT_PROVIDER_URL names one, then runs `next start` in this same process, so
 * that signals reach Next directly.
 *
 * PORT (default 3000) and DEMO_HOST (default 127.0.0.1) say where to listen.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { migrate } from './db/migrate.ts'
import { databaseUrl, databaseWait, poolMax } from './db/pool.ts'
import { startProvider } from './provider/server.ts'
import { APP_FOLDER, runNext } from './run-next.ts'

try {
  await start()
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}

async function start(): Promise<void> {
  const port = portFrom('PORT', '3000')
  const host = process.env.DEMO_HOST || '127.0.0.1'
  const database = databaseUrl(process.env)
  poolMax(process.env)
  if (!existsSync(path.join(APP_FOLDER, '.next', 'BUILD_ID'))) {
    throw new Error('the app is not built. Run: npm run build --workspace demo')
  }
  const { seeded, singleSession } = await migrate(database, { waitMillis: databaseWait(process.env) })
  if (seeded > 0) console.error(`demo: ${seeded} events added to the database`)
  // PGlite has one session, whatever the number of connections: let the pool queue, not the server.
  if (singleSession) process.env.DATABASE_POOL_MAX ||= '1'

  if (!process.env.PAYMENT_PROVIDER_URL) {
    const provider = await startProvider({ port: portFrom('PAYMENT_PROVIDER_PORT', '0') })
    process.env.PAYMENT_PROVIDER_URL = provider.url
    console.error(`demo: payment provider on ${provider.url}`)
  }
  await runNext('start', '-p', String(port), '-H', host)
}

function portFrom(name: string, fallback: string): number {
  const raw = process.env[name] || fallback
  const port = Number(raw)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} is "${raw}". Set it to a port number from 0 to 65535.`)
  }
  return port
}
