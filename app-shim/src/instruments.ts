import {
  type Attributes,
  type Counter,
  type Gauge,
  type Histogram,
  type Meter,
  metrics,
  type UpDownCounter,
} from '@opentelemetry/api'
import type { MetricDefinition } from './metric-definition.ts'
import { DURATION_BUCKETS_SECONDS } from './names.ts'

const SCOPE = '@ticketcap/telemetry'

/** Instruments of one meter provider; made again when a provider is registered after the first use. */
let current: { provider: unknown; meter: Meter; made: Map<string, unknown> } | undefined

/** The counter of a definition in `names.ts`. A no-op until telemetry has started. */
export function counter(definition: MetricDefinition): Counter {
  return instrument(definition, (meter) => meter.createCounter(definition.name, options(definition)))
}

/** The histogram of a definition, by default with the edges for durations in seconds of `names.ts`. */
export function histogram(
  definition: MetricDefinition,
  edges: readonly number[] = DURATION_BUCKETS_SECONDS,
): Histogram {
  const advice = { explicitBucketBoundaries: [...edges] }
  return instrument(definition, (meter) =>
    meter.createHistogram(definition.name, { ...options(definition), advice }),
  )
}

/**
 * The gauge of a definition: the last value of each label set, at every export. It is one that is asked, underneath:
 * one that is told carries the time it began at, and Prometheus stores a 0 there.
 */
export function gauge(definition: MetricDefinition): Pick<Gauge, 'record'> {
  return instrument(definition, (meter) => {
    const last = new Map<string, Observation>()
    meter.createObservableGauge(definition.name, options(definition)).addCallback((result) => {
      for (const [value, labels] of last.values()) result.observe(value, labels)
    })
    return {
      record(value: number, labels: Attributes = {}) {
        last.set(JSON.stringify(labels), [value, labels])
      },
    }
  })
}

/** The gauge of a definition as one that goes up and down by steps. */
export function upDownCounter(definition: MetricDefinition): UpDownCounter {
  return instrument(definition, (meter) => meter.createUpDownCounter(definition.name, options(definition)))
}

/** A value with its labels, as it is at the moment of an export. */
export type Observation = readonly [value: number, labels?: Attributes]

/**
 * Asks `read` for the values of a definition whenever metrics are exported. A counter is read as its total so far.
 * The second call for a definition does nothing.
 */
export function observe(definition: MetricDefinition, read: () => Iterable<Observation>): void {
  instrument(definition, (meter) => {
    const observable =
      definition.kind === 'counter'
        ? meter.createObservableCounter(definition.name, options(definition))
        : meter.createObservableGauge(definition.name, options(definition))
    observable.addCallback((result) => {
      for (const [value, labels] of read()) result.observe(value, labels)
    })
    return observable
  })
}

function instrument<T>(definition: MetricDefinition, create: (meter: Meter) => T): T {
  const provider = metrics.getMeterProvider()
  if (current?.provider !== provider) current = { provider, meter: provider.getMeter(SCOPE), made: new Map() }
  let made = current.made.get(definition.name) as T | undefined
  if (made === undefined) {
    made = create(current.meter)
    current.made.set(definition.name, made)
  }
  return made
}

function options({ unit, description }: MetricDefinition) {
  return { unit, description }
}
