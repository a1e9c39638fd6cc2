import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { RUNTIME_ATTR, RUNTIME_METRIC } from '../names.ts'
import { startServerMetrics } from './server-metrics.ts'

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
const provider = new MeterProvider({ readers: [reader] })
let server: Server
let url: string
let answer: (() => void) | undefined

beforeAll(async () => {
  metrics.setGlobalMeterProvider(provider)
  startServerMetrics()
  server = createServer((request, response) => {
    const cache = new URL(request.url ?? '', 'http://x').searchParams.get('cache')
    if (cache) response.setHeader('x-nextjs-cache', cache)
    if (request.url === '/held') answer = () => response.end()
    else response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await provider.shutdown()
  metrics.disable()
})

it('counts what Next.js found in its cache, and what is new as other', async () => {
  expect(await points(RUNTIME_METRIC.nextCache.name)).toEqual({ HIT: 0, STALE: 0, MISS: 0 })
  for (const cache of ['HIT', 'HIT', 'STALE', 'MISS', 'SOMETHING']) await ask(`/?cache=${cache}`)
  await ask('/')
  await waitFor(async () => (await points(RUNTIME_METRIC.nextCache.name)).other === 1)
  expect(await points(RUNTIME_METRIC.nextCache.name)).toEqual({ HIT: 2, STALE: 1, MISS: 1, other: 1 })
})

it('knows the requests that are being answered, also one whose client goes away', async () => {
  const active = async () => (await points(RUNTIME_METRIC.activeRequests.name))['']
  expect(await active()).toBe(0)
  const held = get(`${url}/held`)
  await waitFor(async () => (await active()) === 1)
  held.on('error', () => undefined).destroy()
  await waitFor(async () => (await active()) === 0)

  const second = ask('/held')
  await waitFor(async () => (await active()) === 1)
  answer?.()
  await second
  await waitFor(async () => (await active()) === 0)
})

function ask(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}${path}`, (response) => response.resume().once('end', resolve)).once('error', reject)
  })
}

async function points(name: string): Promise<Record<string, number>> {
  exporter.reset()
  await reader.forceFlush()
  const found = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }): [string, number] => [
        String(attributes[RUNTIME_ATTR.nextCacheResult] ?? ''),
        Number(value),
      ]),
    )
  return Object.fromEntries(found)
}
