import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { beforeEach, expect, it } from 'vitest'
import {
  startTimer,
  trackAPICall,
  trackCapacity,
  trackCapacityRace,
  trackDatabaseError,
  trackPayment,
  trackRegistration,
  trackTenantAccessBlocked,
  trackTenantIsolationFailure,
} from './metrics.ts'
import { ATTR, DURATION_BUCKETS_SECONDS, METRIC, VALUES } from './names.ts'
import { startSeriesAtZero } from './node/zero-series.ts'

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
let provider: MeterProvider

beforeEach(() => {
  metrics.disable()
  exporter.reset()
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  provider = new MeterProvider({ readers: [reader] })
  metrics.setGlobalMeterProvider(provider)
})

async function points<T = number>(name: string): Promise<DataPoint<T>[]> {
  await provider.forceFlush()
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? []
  const data = scopes.flatMap((scope) => scope.metrics).find((metric) => metric.descriptor.name === name)
  return (data?.dataPoints ?? []) as DataPoint<T>[]
}

const valueAt = (all: DataPoint<number>[], attributes: Record<string, string>) =>
  all.find((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value))
    ?.value

it('starts every known series at 0, so that the first failure is an increase', async () => {
  startSeriesAtZero()
  const payments = await points(METRIC.payments.name)
  expect(payments).toHaveLength((VALUES.paymentStatus.length + 1) * (VALUES.currency.length + 1))
  expect(payments.every((point) => point.value === 0)).toBe(true)
  for (const metric of [
    METRIC.registrations,
    METRIC.databaseErrors,
    METRIC.capacityRaces,
    METRIC.tenantIsolationFailures,
    METRIC.tenantBlockedAccesses,
  ]) {
    expect((await points(metric.name)).map((point) => point.value)).toContain(0)
  }
  trackPayment(100, 'DECLINED', 20, 'ILS')
  const declined = { [ATTR.paymentStatus]: 'DECLINED', [ATTR.paymentCurrency]: 'ILS' }
  expect(valueAt(await points(METRIC.payments.name), declined)).toBe(1)
})

it('counts payments, their money and their time', async () => {
  trackPayment(12_000, 'COMPLETED', 1500, 'ILS')
  trackPayment(3_000, 'COMPLETED', 2500, 'ILS')
  const completed = { [ATTR.paymentStatus]: 'COMPLETED', [ATTR.paymentCurrency]: 'ILS' }
  expect(valueAt(await points(METRIC.payments.name), completed)).toBe(2)
  expect(valueAt(await points(METRIC.paymentAmount.name), completed)).toBe(15_000)
  const [duration] = await points<Histogram>(METRIC.paymentDuration.name)
  expect(duration?.value.sum).toBeCloseTo(4)
  expect(duration?.value.buckets.boundaries).toEqual([...DURATION_BUCKETS_SECONDS])
})

it('counts what is outside the lists as other', async () => {
  trackPayment(1, 'LOST_IN_SPACE', 1, 'BTC')
  trackRegistration('e1', 'DREAMING', 1)
  trackCapacityRace('e1', 'tied')
  const other = { [ATTR.paymentStatus]: 'other', [ATTR.paymentCurrency]: 'other' }
  expect(valueAt(await points(METRIC.payments.name), other)).toBe(1)
  expect(valueAt(await points(METRIC.registrations.name), { [ATTR.registrationStatus]: 'other' })).toBe(1)
  expect(valueAt(await points(METRIC.capacityRaces.name), { [ATTR.capacityRaceOutcome]: 'other' })).toBe(1)
})

it('keeps the route of an API call without its query string', async () => {
  trackAPICall('/api/orders?email=jan@x.cz', 'post', 201, 30)
  const [call] = await points<Histogram>(METRIC.apiDuration.name)
  expect(call?.attributes).toEqual({
    [ATTR.httpRoute]: '/api/orders',
    [ATTR.httpMethod]: 'POST',
    [ATTR.httpStatus]: 201,
  })
})

it('stops telling routes apart when they are paths with ids', async () => {
  for (let id = 0; id < 1000; id += 1) trackAPICall(`/api/events/${id}`, 'GET', 200, 1)
  const routes = (await points<Histogram>(METRIC.apiDuration.name)).map(
    (point) => point.attributes[ATTR.httpRoute],
  )
  expect(routes.length).toBeLessThanOrEqual(201)
  expect(routes).toContain('other')
})

it('leaves event ids out of counters and keeps them on gauges', async () => {
  trackRegistration('e1', 'CONFIRMED', 1)
  trackCapacity('e1', 180, 200)
  expect((await points(METRIC.registrations.name))[0]?.attributes).toEqual({
    [ATTR.registrationStatus]: 'CONFIRMED',
  })
  expect(await points(METRIC.eventSold.name)).toMatchObject([
    { value: 180, attributes: { [ATTR.eventId]: 'e1' } },
  ])
  expect(await points(METRIC.eventCapacity.name)).toMatchObject([{ value: 200 }])
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('does not count %d as money or time', async (broken) => {
  trackPayment(broken, 'COMPLETED', broken, 'ILS')
  expect(await points(METRIC.payments.name)).toHaveLength(1)
  expect(await points(METRIC.paymentAmount.name)).toEqual([])
  expect(await points(METRIC.paymentDuration.name)).toEqual([])
})

it('counts a crossed tenant border and a database error', async () => {
  trackTenantIsolationFailure()
  trackDatabaseError(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))
  expect((await points(METRIC.tenantIsolationFailures.name))[0]?.value).toBe(1)
  const connection = { [ATTR.databaseErrorKind]: 'connection' }
  expect(valueAt(await points(METRIC.databaseErrors.name), connection)).toBe(1)
})

it('tells a tenant border that held from one that was crossed', async () => {
  trackTenantAccessBlocked()
  expect((await points(METRIC.tenantBlockedAccesses.name))[0]?.value).toBe(1)
  expect(await points(METRIC.tenantIsolationFailures.name)).toEqual([])
})

it('does nothing before telemetry has started', () => {
  metrics.disable()
  trackPayment(1, 'COMPLETED', 1, 'ILS')
})

it('measures milliseconds as often as it is asked', async () => {
  const stopTimer = startTimer()
  const first = stopTimer()
  expect(first).toBeGreaterThanOrEqual(0)
  expect(stopTimer()).toBeGreaterThanOrEqual(first)
})
