import { setTimeout as delay } from 'node:timers/promises'
import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MetricDefinition, RUNTIME_METRIC } from '../names.ts'
import { startRuntimeMetrics } from './runtime-metrics.ts'

/** Two ticks of the monitor of the event loop and some. */
const TICKS_MS = 150

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
const provider = new MeterProvider({ readers: [reader] })

beforeAll(() => {
  metrics.setGlobalMeterProvider(provider)
  startRuntimeMetrics()
})

afterAll(async () => {
  await provider.shutdown()
  metrics.disable()
})

it('tells a blocked event loop from an idle one', async () => {
  await delay(TICKS_MS)
  await read(RUNTIME_METRIC.eventLoopDelayMax)
  await delay(TICKS_MS)
  const idle = await all()
  expect(value(idle, RUNTIME_METRIC.eventLoopDelayP50)).toBeLessThan(0.02)
  expect(value(idle, RUNTIME_METRIC.eventLoopUtilization)).toBeLessThan(0.7)

  await block()
  const blocked = await all()
  expect(value(blocked, RUNTIME_METRIC.eventLoopDelayMax)).toBeGreaterThan(0.3)
  expect(value(blocked, RUNTIME_METRIC.eventLoopDelayMax)).toBeLessThan(5)
  expect(value(blocked, RUNTIME_METRIC.eventLoopUtilization)).toBeGreaterThan(
    value(idle, RUNTIME_METRIC.eventLoopUtilization),
  )
})

it('forgets a delay once it has been reported', async () => {
  await block()
  expect(value(await all(), RUNTIME_METRIC.eventLoopDelayMax)).toBeGreaterThan(0.3)
  await delay(TICKS_MS)
  expect(value(await all(), RUNTIME_METRIC.eventLoopDelayMax)).toBeLessThan(0.3)
})

it('reports heap, memory, CPU and uptime as Node.js has them', async () => {
  const seen = await all()
  const used = seen.filter(({ name }) => name === RUNTIME_METRIC.heapUsed.name)
  expect(used.map(({ labels }) => labels['v8js.heap.space.name']).sort()).toEqual([
    'code_space',
    'large_object_space',
    'new_space',
    'old_space',
    'other',
  ])
  const heap = used.reduce((sum, each) => sum + each.value, 0)
  expect(heap / process.memoryUsage().heapUsed).toBeGreaterThan(0.7)
  expect(heap / process.memoryUsage().heapUsed).toBeLessThan(1.3)
  expect(value(seen, RUNTIME_METRIC.heapLimit)).toBeGreaterThan(heap)
  expect(value(seen, RUNTIME_METRIC.memoryUsage)).toBeGreaterThan(1e7)
  expect(Math.abs(value(seen, RUNTIME_METRIC.uptime) - process.uptime())).toBeLessThan(1)
  const cpu = seen.filter(({ name }) => name === RUNTIME_METRIC.cpuTime.name)
  const { user, system } = process.cpuUsage()
  expect(Math.abs(cpu.reduce((sum, each) => sum + each.value, 0) - (user + system) / 1e6)).toBeLessThan(1)
})

it('counts the timers that keep the process alive', async () => {
  const timers = async () =>
    (await all()).find(({ labels }) => labels['v8js.resource.type'] === 'Timeout')?.value ?? Number.NaN
  const before = await timers()
  const timer = setTimeout(() => undefined, 60_000)
  expect(await timers()).toBe(before + 1)
  clearTimeout(timer)
  expect(await timers()).toBe(before)
})

/** Holds the event loop for 400 ms, between two ticks of the monitor. */
async function block(): Promise<void> {
  await delay(TICKS_MS)
  const until = performance.now() + 400
  while (performance.now() < until);
  await delay(TICKS_MS)
}

interface Seen {
  readonly name: string
  readonly value: number
  readonly labels: Readonly<Record<string, unknown>>
}

async function all(): Promise<Seen[]> {
  exporter.reset()
  await reader.forceFlush()
  return exporter.getMetrics().flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map((point) => ({
          name: descriptor.name,
          value: typeof point.value === 'number' ? point.value : point.value.count,
          labels: point.attributes,
        })),
      ),
    ),
  )
}

function value(seen: readonly Seen[], { name }: MetricDefinition): number {
  return seen.find((each) => each.name === name)?.value ?? Number.NaN
}

async function read(metric: MetricDefinition): Promise<number> {
  return value(await all(), metric)
}
