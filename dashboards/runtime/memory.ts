import { percentile, perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'
import { heapUsed } from './series.ts'

export const memory: Row = { title: 'Memory', panels: [heap(), resident(), collections(), collectionTime()] }

function heap() {
  return timeseries({
    id: 9,
    title: 'Heap by space',
    description: 'All processes. An old_space that never falls after a collection is a leak.',
    unit: 'bytes',
    width: 12,
    stacked: true,
    queries: [{ expr: `sum by (v8js_heap_space_name) (${heapUsed})`, legend: '{{v8js_heap_space_name}}' }],
  })
}

function resident() {
  return timeseries({
    id: 10,
    title: 'Memory by process',
    description:
      'Physical memory, what the platform bills and kills for. Far above the heap: buffers or native code.',
    unit: 'bytes',
    width: 12,
    queries: [
      { expr: `max by (instance) (${series('process_memory_usage_bytes', APP)})`, legend: '{{instance}}' },
    ],
  })
}

function collections() {
  return timeseries({
    id: 11,
    title: 'Time in garbage collection',
    description:
      'Share of time, by type, all processes. More than a tenth in major: the heap is too small or leaks.',
    unit: 'percentunit',
    width: 12,
    stacked: true,
    queries: [
      {
        expr: perSecond(series('v8js_gc_duration_seconds_sum', APP), 'v8js_gc_type'),
        legend: '{{v8js_gc_type}}',
      },
    ],
  })
}

function collectionTime() {
  return timeseries({
    id: 12,
    title: 'p95 of a garbage collection',
    description: 'How long one takes, by type; requests wait meanwhile. The first bucket ends at 10 ms.',
    unit: 's',
    width: 12,
    queries: [
      {
        expr: percentile(95, series('v8js_gc_duration_seconds_bucket', APP), ['v8js_gc_type']),
        legend: '{{v8js_gc_type}}',
      },
    ],
  })
}
