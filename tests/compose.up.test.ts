import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTR, SPAN } from '../app-shim/src/names.ts'
import { awaitOrderCount } from '../cli/src/up/order-count.ts'
import { ComposeStack, imageAvailability } from './support/docker/compose-stack.ts'
import { type Availability, composeAvailability, engineAvailability } from './support/docker/engine.ts'
import { expectTrace } from './support/expect-trace.ts'
import { inRepository } from './support/repository.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

const START_TIMEOUT_MS = 20 * 60_000
const READY_DEADLINE_MS = 90_000
/** The promise is 10 s on a machine that does nothing else; this one may be busy. */
const FIRST_TRACE_MS = 45_000
/** What an order needs; built here or given by the variables of the images. */
const NEEDED = ['app', 'collector', 'postgres', 'prometheus']
/** What is there besides, when its image can be had. */
const BESIDES = ['alertmanager', 'pager', 'tempo', 'grafana']

/** Base images of the Dockerfiles: the variable, or the pinned default. */
function baseImage(dockerfile: string, argument: string): string {
  const text = readFileSync(inRepository(dockerfile), 'utf8')
  return process.env[argument] || (new RegExp(`^ARG ${argument}=(.+)$`, 'm').exec(text)?.[1] ?? '')
}

async function canRun(stack: ComposeStack): Promise<Availability> {
  for (const available of [engineAvailability(), composeAvailability()]) if (!available.ok) return available
  const images = [baseImage('Dockerfile.demo', 'NODE_IMAGE'), baseImage('Dockerfile.collector', 'GO_IMAGE')]
  images.push(await stack.image('postgres'), await stack.image('prometheus'))
  for (const image of images) {
    const available = await imageAvailability(image)
    if (!available.ok) return available
  }
  return { ok: true }
}

describe('docker compose up', () => {
  let sink: Sink
  let stack: ComposeStack
  let able: Availability
  let startedAt = 0
  let upMs = 0
  const running: string[] = [...NEEDED]
  const absent = new Map<string, string>()

  beforeAll(async () => {
    sink = await startSink({ host: '0.0.0.0' })
    // How long a trace waits for its decision stays as shipped: it is a part of the time to the first trace.
    stack = await ComposeStack.plan({
      TEMPO_ENDPOINT: `http://host.docker.internal:${sink.port}`,
      METRICS_FLUSH_INTERVAL: '2s',
    })
    able = await canRun(stack)
    if (!able.ok) return
    for (const service of BESIDES) {
      const image = await stack.image(service)
      const available: Availability = image ? await imageAvailability(image) : { ok: true }
      if (available.ok) running.push(service)
      else absent.set(service, available.reason)
    }
    // Grafana waits for Tempo.
    if (absent.has('tempo')) running.splice(running.indexOf('grafana') >>> 0, 1)
    await stack.build(['app', 'collector', ...(running.includes('pager') ? ['pager'] : [])])
    startedAt = performance.now()
    await stack.up(running)
    upMs = performance.now() - startedAt
  }, START_TIMEOUT_MS)

  afterAll(async () => {
    if (able?.ok) await stack[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
  }, START_TIMEOUT_MS)

  test('shows an order: one trace through proxy, route, SQL and payment, and an exact count', async (context) => {
    if (!able.ok) return context.skip(able.reason)
    const app = stack.url('APP_PORT')
    await waitFor(async () => (await fetch(`${app}/api/health`).catch(() => undefined))?.ok, {
      deadline: READY_DEADLINE_MS,
      describe: () => stack.logs(),
    })
    const readyMs = performance.now() - startedAt
    const response = await fetch(`${app}/api/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant': 'habima' },
      body: JSON.stringify({
        eventId: 1,
        spots: 2,
        name: 'Noa Levi',
        email: 'noa.levi@example.com',
        phone: '050-555-0142',
        card: '4242424242424242',
        locale: 'he',
      }),
    })
    expect(response.status, await stack.logs()).toBe(201)
    const { traceId } = (await response.json()) as { traceId: string }
    await expectTrace(sink, traceId, {
      name: 'POST',
      children: [
        { name: 'middleware POST' },
        {
          name: 'POST /api/orders',
          kind: 'SERVER',
          attributes: { [ATTR.httpStatus]: 201 },
          children: [
            {
              name: 'executing api route (app) /api/orders',
              children: [
                {
                  name: SPAN.registration,
                  children: [
                    { name: /^pg\.query:INSERT/, kind: 'CLIENT' },
                    { name: SPAN.payment, children: [{ name: /^fetch POST/, kind: 'CLIENT' }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    const traceMs = performance.now() - startedAt
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    console.log(
      `docker compose up: containers started after ${seconds(upMs)}, the app answers after ${seconds(readyMs)}, ` +
        `first trace after ${seconds(traceMs)}; load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`,
    )
    expect(traceMs).toBeLessThan(FIRST_TRACE_MS)
    const count = await awaitOrderCount(stack.url('PROMETHEUS_PORT'))
    expect(count?.value).toBe(1)
    expect(count?.exemplarTraceIds).toContain(traceId)
  })

  test.for([...NEEDED, ...BESIDES])('%s is healthy', async (service, context) => {
    if (!able.ok) return context.skip(able.reason)
    const reason = absent.get(service) ?? (running.includes(service) ? undefined : 'it waits for Tempo')
    if (reason !== undefined) return context.skip(reason)
    await waitFor(async () => (await stack.health())[service] === 'healthy', {
      deadline: READY_DEADLINE_MS,
      describe: async () => JSON.stringify(await stack.health()),
    })
  })
})
