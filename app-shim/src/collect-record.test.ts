import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, it } from 'vitest'
import { recordSnapshot } from './collect-record.ts'
import type { Snapshot, TenantSeats } from './collect-source.ts'
import { COLLECT_ATTR, COLLECT_METRIC, type MetricDefinition } from './names.ts'

const NOTHING_WAITS = { size: 0, oldestSeconds: 0 }
const SHOP: Snapshot = {
  events: [],
  eventsLive: 0,
  registrations: {},
  queues: { open_holds: NOTHING_WAITS, expired_holds: NOTHING_WAITS, waitlist: NOTHING_WAITS },
  connections: {},
  connectionsMax: 100,
  oldestTransactionSeconds: 0,
}

/** What a snapshot makes of a metric, by tenant. */
async function byTenant(snapshot: Snapshot, { name }: MetricDefinition): Promise<Record<string, unknown>> {
  metrics.disable()
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  metrics.setGlobalMeterProvider(provider)
  recordSnapshot(snapshot)
  await provider.forceFlush()
  const recorded = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((each) => each.metrics))
  const points = recorded.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []
  return Object.fromEntries(points.map(({ attributes, value }) => [attributes[COLLECT_ATTR.tenantId], value]))
}

const tenants = (count: number): TenantSeats[] =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, events: 1, sold: index, capacity: 100 }))

it('tells the 20 tenants that sold most apart and adds up the others', async () => {
  const sold = await byTenant({ ...SHOP, tenants: tenants(23) }, COLLECT_METRIC.tenantSold)
  expect(Object.keys(sold)).toHaveLength(21)
  expect(sold).toMatchObject({ t22: 22, t3: 3, other: 0 + 1 + 2 })
  expect(await byTenant({ ...SHOP, tenants: tenants(23) }, COLLECT_METRIC.tenantCapacity)).toMatchObject({
    t22: 100,
    other: 300,
  })
  expect(await byTenant({ ...SHOP, tenants: tenants(23) }, COLLECT_METRIC.tenantEvents)).toMatchObject({
    other: 3,
  })
})

it('has no others among 20, and no tenant where the source names none', async () => {
  expect(await byTenant({ ...SHOP, tenants: tenants(20) }, COLLECT_METRIC.tenantSold)).not.toHaveProperty(
    'other',
  )
  expect(await byTenant(SHOP, COLLECT_METRIC.tenantSold)).toEqual({})
})
