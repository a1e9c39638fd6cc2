/**
 * Postgres for the demo without a server to install: PGlite (Postgres compiled to WebAssembly) behind a socket that
 * speaks the Postgres protocol. One session in memory; the data ends with the process.
 */
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { openEmptyDatabase } from './empty-database.ts'

/** Connections wait for the one session in turn. */
const MAX_CONNECTIONS = 50

const port = Number(process.env.SIDECAR_POSTGRES_PORT)
const database = await openEmptyDatabase()
const server = new PGLiteSocketServer({
  db: database,
  port,
  host: '127.0.0.1',
  maxConnections: MAX_CONNECTIONS,
})
await server.start()
process.stdout.write(`listening on 127.0.0.1:${port}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await server.stop()
    await database.close()
    process.exit(0)
  })
}
