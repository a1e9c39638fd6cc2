import type { Load, Measurement } from './measure.ts'

/** All measurements of one variant. */
export interface Series {
  readonly name: string
  readonly measurements: readonly Measurement[]
  /** Spans or envelopes that arrived for each request sent; undefined when none are expected. */
  readonly deliveredPerRequest: number | undefined
}

/** Medians of one variant under one load. */
interface LoadSummary extends Load {
  /** CPU of a request beyond that of the first variant: the median of the differences, slice by slice. */
  readonly addedMicros: number
}

export interface Summary {
  readonly name: string
  readonly steady: LoadSummary
  readonly saturated: LoadSummary
  readonly deliveredPerRequest: number | undefined
}

/** The middle value; of an even number of values the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** Medians, and what each variant adds to the first in the slices measured beside it. */
export function summarise(all: readonly Series[]): Summary[] {
  const baseline = all[0]?.measurements ?? []
  return all.map(({ name, measurements, deliveredPerRequest }) => {
    const of = (load: 'steady' | 'saturated'): LoadSummary => {
      const middle = (key: keyof Load) => median(measurements.map((measurement) => measurement[load][key]))
      const added = measurements.map(
        (measurement, slice) =>
          measurement[load].cpuMicrosPerRequest - (baseline[slice]?.[load].cpuMicrosPerRequest ?? Number.NaN),
      )
      return {
        requestsPerSecond: middle('requestsPerSecond'),
        cpuMicrosPerRequest: middle('cpuMicrosPerRequest'),
        p99Millis: middle('p99Millis'),
        addedMicros: median(added),
      }
    }
    return { name, steady: of('steady'), saturated: of('saturated'), deliveredPerRequest }
  })
}

/** A Markdown table: medians side by side. */
export function table(summaries: readonly Summary[]): string {
  const heading = [
    'variant',
    'saturated req/s',
    'CPU µs/req',
    'added',
    'p99 ms',
    'at the steady rate: CPU µs/req',
    'added',
    'p99 ms',
    'delivered/req',
  ]
  const rows = summaries.map(({ name, saturated, steady, deliveredPerRequest }) => [
    name,
    saturated.requestsPerSecond.toFixed(0),
    saturated.cpuMicrosPerRequest.toFixed(0),
    saturated.addedMicros.toFixed(0),
    saturated.p99Millis.toFixed(0),
    steady.cpuMicrosPerRequest.toFixed(0),
    steady.addedMicros.toFixed(0),
    steady.p99Millis.toFixed(0),
    deliveredPerRequest?.toFixed(2) ?? '-',
  ])
  return [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
