import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../../tests/support/free-ports.ts'
import { startSink } from '../../../tests/support/sink.ts'
import { startSmallApp } from '../../testing/telemetry-program.ts'

/** The first start of PGlite compiles a database engine; on a busy machine that takes its time. */
const DATABASE_START_MS = 120_000

let server: PGLiteSocketServer
let url: string

beforeAll(async () => {
  const port = await freePort()
  server = new PGLiteSocketServer({ db: await PGlite.create(), port, host: '127.0.0.1' })
  await server.start()
  url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
}, DATABASE_START_MS)

afterAll(() => server?.stop())

it.each(['before', 'after'])(
  'makes spans of SQL with an app that loads pg %s telemetry starts',
  async (when) => {
    await using sink = await startSink()
    const app = startSmallApp(
      {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
        DATABASE_URL: url,
      },
      `pg-${when}`,
    )
    expect(await app.exited).toMatchObject({ code: 0 })
    const query = sink.spans.find((span) => span.name.startsWith('pg.query:SELECT'))
    expect(query?.attributes['db.query.text']).toBe('SELECT $1::text AS name')
    expect(sink.spans.map((span) => span.name)).toContain('pg-pool.connect')
    const pools = sink.points.map(({ attributes }) => attributes['db.client.connection.pool.name'])
    const { host, pathname } = new URL(url)
    expect([...new Set(pools)].filter(Boolean)).toEqual([`${host}${pathname}`])
    // The value of the parameter stays in the process.
    expect(JSON.stringify(sink.spans.map((span) => [span.name, span.attributes, span.events]))).not.toContain(
      'Dana Levi',
    )
  },
)
