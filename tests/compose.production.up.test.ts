import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SPAN } from '../app-shim/src/names.ts'
import { placeOrder } from '../cli/src/up/order.ts'
import { ComposeStack, imageAvailability } from './support/docker/compose-stack.ts'
import { type Availability, composeAvailability, engineAvailability } from './support/docker/engine.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

const START_TIMEOUT_MS = 5 * 60_000
const READY_DEADLINE_MS = 90_000
/** Built by .ci/run from the two Dockerfiles. */
const IMAGES = { APP_IMAGE: 'ticketcap-demo:test', COLLECTOR_IMAGE: 'ticketcap-collector:test' }
const FILES = ['docker-compose.production.yml', 'tests/support/docker/compose.production.yaml']
const AUTHORIZATION = `Basic ${Buffer.from(`123456:${randomBytes(16).toString('hex')}`).toString('base64')}`

describe('docker compose -f docker-compose.production.yml up', () => {
  const token = randomBytes(32).toString('hex')
  const password = randomBytes(16).toString('hex')
  let able: Availability
  let sink: Sink
  let secrets: string
  let stack: ComposeStack
  /** Trace ids. */
  const orders: string[] = []
  const app = () => stack.url('APP_PORT')

  beforeAll(async () => {
    sink = await startSink({ host: '0.0.0.0' })
    secrets = await secretFiles({
      'sidecar-token': token,
      'tempo-authorization': AUTHORIZATION,
      'prometheus-authorization': AUTHORIZATION,
      'sentry-dsn': '',
      'app.env': `SIDECAR_TOKEN=${token}\nDATABASE_URL=postgres://postgres:${password}@postgres:5432/postgres`,
    })
    const backend = `http://host.docker.internal:${sink.port}`
    stack = await ComposeStack.plan(
      {
        ...IMAGES,
        POSTGRES_IMAGE: process.env.POSTGRES_IMAGE || 'postgres:18.4',
        POSTGRES_PASSWORD: password,
        SECRETS_DIR: secrets,
        TEMPO_ENDPOINT: backend,
        PROMETHEUS_ENDPOINT: backend,
      },
      FILES,
    )
    able = await canRun(stack)
    if (!able.ok) return
    await stack.up([])
    await waitFor(async () => (await fetch(`${app()}/api/health`).catch(() => undefined))?.ok, {
      deadline: READY_DEADLINE_MS,
      describe: () => stack.logs(),
    })
  }, START_TIMEOUT_MS)

  afterAll(async () => {
    if (able?.ok) await stack[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
    await rm(secrets, { recursive: true, force: true })
  }, START_TIMEOUT_MS)

  test('runs both read-only, within limits, and with no secret in what docker inspect shows', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    for (const [service, mebibytes, cpus] of [
      ['app', 1024, 2],
      ['collector', 512, 1],
    ] as const) {
      const container = await stack.inspect(service)
      expect(container.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        Memory: mebibytes * 1024 * 1024,
        NanoCpus: cpus * 1e9,
        PidsLimit: 256,
        CapDrop: ['ALL'],
      })
      const shown = JSON.stringify(container)
      for (const secret of [token, password, AUTHORIZATION]) expect(shown).not.toContain(secret)
    }
  })

  test('takes orders while the collector is deployed anew, and delivers each, with the secret header', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    orders.push((await placeOrder(app())).traceId)
    await during(stack.redeploy('collector'), async () => orders.push((await placeOrder(app())).traceId))
    expect(orders.length).toBeGreaterThan(1)
    await delivered()
    expect([...new Set(sink.requests.map(({ headers }) => headers.authorization))]).toEqual([AUTHORIZATION])
  })

  test('takes orders again when the app is deployed anew, and has delivered each when all has stopped', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    // While one container takes the place of the other nobody answers: an order is then no order.
    const tryOrder = () => placeOrder(app()).then(({ traceId }) => orders.push(traceId))
    await during(stack.redeploy('app'), () => tryOrder().catch(() => undefined))
    await waitFor(tryOrder, { deadline: READY_DEADLINE_MS, describe: () => stack.logs() })
    await stack.stop()
    expect((await stack.inspect('collector')).State.ExitCode).toBe(0)
    await delivered()
    expect(sink.points.length).toBeGreaterThan(0)
  })

  /** Every order so far has its payment in the backend. A trace waits 10 s for its decision. */
  async function delivered(): Promise<void> {
    const missing = () => orders.filter((id) => !sink.trace(id).some(({ name }) => name === SPAN.payment))
    await waitFor(() => missing().length === 0, {
      deadline: READY_DEADLINE_MS,
      describe: async () =>
        `${missing().length} of ${orders.length} orders are missing: ${missing()}\n${await stack.logs()}`,
    })
  }
})

async function canRun(stack: ComposeStack): Promise<Availability> {
  for (const available of [engineAvailability(), composeAvailability()]) if (!available.ok) return available
  for (const image of [...Object.values(IMAGES), await stack.image('postgres')]) {
    const available = await imageAvailability(image)
    if (!available.ok) return available
  }
  return { ok: true }
}

/** A directory of secret files as an editor leaves them, with a line break at the end. */
async function secretFiles(contents: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'secrets-'))
  for (const [name, content] of Object.entries(contents))
    await writeFile(path.join(directory, name), `${content}\n`)
  return directory
}

/** Does something again and again until a change is through, and once at least. */
async function during(change: Promise<void>, act: () => Promise<unknown>): Promise<void> {
  let going = true
  const ended = change.finally(() => {
    going = false
  })
  while (going) await act()
  await ended
}
