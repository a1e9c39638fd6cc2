import { type Counter, type Gauge, type Histogram, type Meter, metrics } from '@opentelemetry/api'
import { DURATION_BUCKETS_SECONDS, type MetricDefinition } from './names.ts'

const SCOPE = '@ticketcap/telemetry'

/** Instruments of one meter provider; made again when a provider is registered after the first use. */
let current: { provider: unknown; meter: Meter; made: Map<string, unknown> } | undefined

/** The counter of a definition in `names.ts`. A no-op until telemetry has started. */
export function counter(definition: MetricDefinition): Counter {
  return instrument(definition, (meter) => meter.createCounter(definition.name, options(definition)))
}

/** The duration histogram of a definition, in seconds, with the bucket edges of `names.ts`. */
export function histogram(definition: MetricDefinition): Histogram {
  const advice = { explicitBucketBoundaries: [...DURATION_BUCKETS_SECONDS] }
  return instrument(definition, (meter) =>
    meter.createHistogram(definition.name, { ...options(definition), advice }),
  )
}

/** The gauge of a definition. */
export function gauge(definition: MetricDefinition): Gauge {
  return instrument(definition, (meter) => meter.createGauge(definition.name, options(definition)))
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
