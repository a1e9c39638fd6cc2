import {
  constants,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { bounded } from '../bounded.ts'
import { histogram, type Observation, observe } from '../instruments.ts'
import { GC_BUCKETS_SECONDS, OTHER, RUNTIME_ATTR, RUNTIME_METRIC, RUNTIME_VALUES } from '../names.ts'

/** Every tick of the delay monitor costs CPU, also in an idle app: 10 ms took 0.7 % of a core, 50 ms a fifth of that. */
const DELAY_RESOLUTION_MS = 50
const NANOSECONDS = 1e9

const GC_TYPES: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
}

type GarbageCollection = PerformanceEntry & { readonly detail: { readonly kind: number } }

/**
 * Starts to report what the process does: event loop, heap, garbage collection, handles, CPU and memory. Everything is
 * read when metrics are exported, apart from the delay of the event loop and the garbage collections.
 *
 * The instrumentation library for this gives 130 series a process and takes its timer's own interval for delay; this
 * gives 50, and an idle event loop has a delay of about 0.
 */
export function startRuntimeMetrics(): void {
  observeEventLoop()
  observeGarbageCollections()
  observe(RUNTIME_METRIC.heapUsed, () =>
    summed(
      RUNTIME_ATTR.heapSpace,
      RUNTIME_VALUES.heapSpace,
      getHeapSpaceStatistics().map((space) => [space.space_name, space.space_used_size]),
    ),
  )
  observe(RUNTIME_METRIC.heapLimit, () => [[getHeapStatistics().heap_size_limit]])
  observe(RUNTIME_METRIC.activeResources, () =>
    summed(
      RUNTIME_ATTR.resourceType,
      RUNTIME_VALUES.resourceType,
      process.getActiveResourcesInfo().map((type) => [type, 1]),
    ),
  )
  observe(RUNTIME_METRIC.cpuTime, () => {
    const { user, system } = process.cpuUsage()
    return [
      [user / 1e6, { [RUNTIME_ATTR.cpuMode]: 'user' }],
      [system / 1e6, { [RUNTIME_ATTR.cpuMode]: 'system' }],
    ]
  })
  observe(RUNTIME_METRIC.memoryUsage, () => [[process.memoryUsage.rss()]])
  observe(RUNTIME_METRIC.uptime, () => [[process.uptime()]])
}

function observeEventLoop(): void {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS })
  delay.enable()
  // The monitor measures from tick to tick; only what is beyond the interval is delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - DELAY_RESOLUTION_MS / 1000)
  const seen = (value: number): Observation[] => (delay.count > 0 ? [[late(value)]] : [])
  observe(RUNTIME_METRIC.eventLoopDelayP50, () => seen(delay.percentile(50)))
  observe(RUNTIME_METRIC.eventLoopDelayP90, () => seen(delay.percentile(90)))
  observe(RUNTIME_METRIC.eventLoopDelayP99, () => seen(delay.percentile(99)))
  observe(RUNTIME_METRIC.eventLoopDelayMax, () => {
    const worst = seen(delay.max)
    // Callbacks run in the order they were added: this is the last one to read. What begins before the next tick is
    // not measured.
    delay.reset()
    return worst
  })
  let before = performance.eventLoopUtilization()
  observe(RUNTIME_METRIC.eventLoopUtilization, () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return [[utilization]]
  })
}

function observeGarbageCollections(): void {
  const observer = new PerformanceObserver((list) => {
    const durations = histogram(RUNTIME_METRIC.gcDuration, GC_BUCKETS_SECONDS)
    for (const { detail, duration } of list.getEntries() as GarbageCollection[]) {
      const type = GC_TYPES[detail.kind] ?? OTHER
      durations.record(duration / 1000, { [RUNTIME_ATTR.gcType]: type })
    }
  })
  observer.observe({ entryTypes: ['gc'] })
}

/** Adds up values by label; what the list does not know goes to `other`. Every label is there, if only with 0. */
function summed(
  label: string,
  known: readonly string[],
  values: readonly (readonly [name: string, value: number])[],
): Observation[] {
  const sums = new Map<string, number>([...known, OTHER].map((name) => [name, 0]))
  for (const [name, value] of values) {
    const key = bounded(name, known)
    sums.set(key, (sums.get(key) ?? 0) + value)
  }
  return [...sums].map(([name, sum]) => [sum, { [label]: name }])
}
