import type { Load, Measurement } from './measure.ts'

/** All measurements of one variant. */
export interface Series {
  readonly name: string
  readonly measurements: readonly Measurement[]
  /** Spans or envelopes that arrived for each request sent; undefined when none are expected. */
  readonly deliveredPerRequest: number | undefined
}

/** The middle value; of an even number of values the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** A Markdown table: medians side by side, and the CPU each variant adds to the first one. */
export function report(all: readonly Series[]): string {
  const [baseline] = all
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
  const rows = all.map(({ name, measurements, deliveredPerRequest }) => {
    const saturated = summary(measurements, 'saturated')
    const steady = summary(measurements, 'steady')
    const added = (load: 'saturated' | 'steady', own: number) =>
      baseline === undefined ? 0 : own - summary(baseline.measurements, load).cpuMicrosPerRequest
    return [
      name,
      saturated.requestsPerSecond.toFixed(0),
      saturated.cpuMicrosPerRequest.toFixed(0),
      added('saturated', saturated.cpuMicrosPerRequest).toFixed(0),
      saturated.p99Millis.toFixed(0),
      steady.cpuMicrosPerRequest.toFixed(0),
      added('steady', steady.cpuMicrosPerRequest).toFixed(0),
      steady.p99Millis.toFixed(0),
      deliveredPerRequest?.toFixed(2) ?? '-',
    ]
  })
  return [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function summary(measurements: readonly Measurement[], load: 'saturated' | 'steady'): Load {
  const of = (key: keyof Load) => median(measurements.map((measurement) => measurement[load][key]))
  return {
    requestsPerSecond: of('requestsPerSecond'),
    cpuMicrosPerRequest: of('cpuMicrosPerRequest'),
    p99Millis: of('p99Millis'),
  }
}
