import { connect } from 'node:net'
import { freePorts } from './free-ports.ts'
import { type Exit, Program } from './program.ts'
import { inRepository } from './repository.ts'
import type { OtlpProtocol, OtlpReceiver } from './send.ts'
import { waitFor } from './wait-for.ts'

/** Cards of the fake payment provider, by what it does with them. */
export { TEST_CARDS } from '../../demo/provider/behaviour.ts'

const READY_MS = 60_000

/** How to start the demo app. */
export interface DemoOptions {
  /** Where it sends its telemetry; none leaves the variables out. */
  telemetry?: { receiver: OtlpReceiver; protocol?: OtlpProtocol }
  /** Its database. Default: one of its own, which it stops. */
  databaseUrl?: string
  /** How long it may take until it answers. Default: a minute. */
  readyMs?: number
  /** More environment variables; they win. */
  env?: Record<string, string>
}

/** An order as a buyer sends it. */
export interface OrderInput {
  eventId?: number
  spots?: number
  name?: string
  card?: string
  tenant?: string
  headers?: Record<string, string>
}

/** The demo app on a database of its own. */
export class Demo implements AsyncDisposable {
  readonly url: string
  /** Its database, for programs that read beside the app. */
  readonly databaseUrl: string
  readonly program: Program
  readonly #database: Program | undefined

  constructor(url: string, databaseUrl: string, program: Program, database: Program | undefined) {
    this.url = url
    this.databaseUrl = databaseUrl
    this.program = program
    this.#database = database
  }

  get output(): string {
    return this.program.output
  }

  /** GET of a path, as the tenant habima unless `headers` say otherwise. */
  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return readWhole(fetch(`${this.url}${path}`, { headers: { 'x-tenant': 'habima', ...headers } }))
  }

  /** Places an order; by default two seats for the first event with a card that is approved. */
  order({ eventId = 1, spots = 2, name = 'Noa Levi', card, tenant = 'habima', headers }: OrderInput = {}) {
    const sent = fetch(`${this.url}/api/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant': tenant, ...headers },
      body: JSON.stringify({
        eventId,
        spots,
        name,
        email: 'noa.levi@example.com',
        phone: '050-555-0142',
        card: card ?? '4242424242424242',
        locale: 'he',
      }),
    })
    return readWhole(sent)
  }

  /** Asks the app to stop and waits for it; the database goes on until the end of scope. */
  stop(): Promise<Exit> {
    return this.program.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program.stop()
    await this.#database?.stop()
  }
}

/** The answer with its body already read: an unread one keeps its connection busy and the app from exiting. */
async function readWhole(answer: Promise<Response>): Promise<Response> {
  const response = await answer
  return new Response(await response.arrayBuffer(), response)
}

/** Starts the demo as `npm start` does: Postgres in a process, then the app's production build. */
export async function startDemo({
  telemetry,
  env = {},
  readyMs = READY_MS,
  ...given
}: DemoOptions = {}): Promise<Demo> {
  const [port, databasePort] = (await freePorts(2)) as [number, number]
  const database = given.databaseUrl === undefined ? await startDatabase(databasePort) : undefined
  const databaseUrl = given.databaseUrl ?? databaseAt(databasePort)
  const program = new Program({
    name: 'demo',
    command: process.execPath,
    args: [inRepository('demo/start.ts')],
    cwd: inRepository('demo'),
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      ...exporterEnvironment(telemetry),
      ...env,
    },
  })
  const demo = new Demo(`http://127.0.0.1:${port}`, databaseUrl, program, database)
  try {
    await program.ready(`${demo.url}/api/health`, readyMs)
  } catch (error) {
    await demo[Symbol.asyncDispose]()
    throw error
  }
  return demo
}

/** Address of a database that `startDatabase` started. */
export const databaseAt = (port: number) => `postgres://postgres:postgres@127.0.0.1:${port}/postgres`

/** Starts the database of `npm start` on a port, empty. */
export async function startDatabase(port: number): Promise<Program> {
  const database = new Program({
    name: 'database',
    command: process.execPath,
    args: [inRepository('cli/src/up/postgres-server.ts')],
    env: { SIDECAR_POSTGRES_PORT: String(port) },
  })
  await waitFor(() => accepts(port), {
    deadline: 30_000,
    describe: () => `The database does not listen. Its output:\n${database.output}`,
  })
  return database
}

function exporterEnvironment(telemetry: DemoOptions['telemetry']): Record<string, string> {
  if (!telemetry) return {}
  const { receiver, protocol = 'http/protobuf' } = telemetry
  return {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? `http://${receiver.grpcAddress}` : receiver.httpUrl,
    SIDECAR_TOKEN: receiver.token,
  }
}

function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}
