/** Databases for tests: PGlite always, and the machine's own Postgres where one is installed. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import type { Pool } from 'pg'
import { migrate } from './migrate.ts'
import { openPool } from './pool.ts'

/** A migrated, seeded database and a pool on it. */
export interface TestDatabase {
  readonly url: string
  readonly pool: Pool
  stop(): Promise<void>
}

interface Candidate {
  readonly name: string
  /** Why this database cannot run here, or undefined when it can. */
  readonly absent: string | undefined
  start(): Promise<TestDatabase>
}

/** The unprivileged user of every Unix. */
const NOBODY = 65_534

const NO_POSTGRES = 'no postgres and initdb in one folder of PATH or under /usr/lib/postgresql'

const POSTGRES = findPostgres()
const run = promisify(execFile)

export const databases: readonly Candidate[] = [
  { name: 'PGlite', absent: undefined, start: () => startPGlite() },
  {
    name: POSTGRES ? 'Postgres' : `Postgres (skipped: ${NO_POSTGRES})`,
    absent: POSTGRES ? undefined : NO_POSTGRES,
    start: startPostgres,
  },
]

/** Starts PGlite behind its socket server, with the one connection it can serve; on any free port unless told. */
export async function startPGlite(on?: number): Promise<TestDatabase> {
  const port = on ?? (await freePort())
  const db = await PGlite.create()
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 8 })
  await server.start()
  return opened(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`, 1, async () => {
    await server.stop()
    await db.close()
  })
}

async function startPostgres(): Promise<TestDatabase> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ticketcap-postgres-'))
  // Postgres refuses to run as root.
  const root = process.getuid?.() === 0
  if (root) await chown(directory, NOBODY, NOBODY)
  const as = { cwd: directory, ...(root ? { uid: NOBODY, gid: NOBODY } : {}) }
  const port = await freePort()
  await run(
    'initdb',
    ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'],
    as,
  )
  const arguments_ = ['-D', directory, '-p', String(port), '-h', '127.0.0.1', '-k', directory, '-F']
  const server = spawn(path.join(POSTGRES ?? '', 'postgres'), arguments_, {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.on('data', (chunk) => {
    log += chunk
  })
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', () => log.includes('ready to accept connections') && resolve())
    server.once('exit', () => reject(new Error(`postgres did not start:\n${log}`)))
  })
  return opened(`postgres://postgres@127.0.0.1:${port}/postgres`, 10, async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await gone
    await rm(directory, { recursive: true, force: true })
  })
}

async function opened(url: string, poolMax: number, close: () => Promise<void>): Promise<TestDatabase> {
  await migrate(url)
  const env = { ...process.env, DATABASE_URL: url, DATABASE_POOL_MAX: String(poolMax) }
  const pool = openPool(env, (error) => console.error('idle connection:', error.message))
  return {
    url,
    pool,
    async stop() {
      await pool.end()
      await close()
    },
  }
}

/** The folder of the newest Postgres that is installed; Debian keeps its programs outside PATH. */
function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...versions.map((version) => path.join(debian, version, 'bin')),
  ]
  return folders.find(
    (folder) => existsSync(path.join(folder, 'postgres')) && existsSync(path.join(folder, 'initdb')),
  )
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1')
  return address.port
}
