import { perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'

export const processRow: Row = { title: 'Process', panels: [cpu(), handles(), cache(), exporterDrops()] }

function cpu() {
  return timeseries({
    id: 13,
    title: 'CPU',
    description: 'Cores in use, by mode, all processes. High system time: many small reads and writes.',
    unit: 'short',
    width: 12,
    stacked: true,
    queries: [
      { expr: perSecond(series('process_cpu_time_seconds_total', APP), 'cpu_mode'), legend: '{{cpu_mode}}' },
    ],
  })
}

function handles() {
  return timeseries({
    id: 14,
    title: 'Open handles',
    description: 'Sockets, timers and the like, by type, all processes. A line that only rises is a leak.',
    unit: 'short',
    width: 12,
    queries: [
      {
        expr: `sum by (v8js_resource_type) (${series('v8js_resource_active', APP)})`,
        legend: '{{v8js_resource_type}}',
      },
    ],
  })
}

function cache() {
  return timeseries({
    id: 15,
    title: 'Next.js cache',
    description:
      'Responses per second by what the cache had. MISS taking over after a deployment is normal, later it is not.',
    unit: 'cps',
    width: 12,
    queries: [
      {
        expr: perSecond(series('ticketcap_next_cache_total', APP), 'ticketcap_next_cache_result'),
        legend: '{{ticketcap_next_cache_result}}',
      },
    ],
  })
}

function exporterDrops() {
  const dropped = series('otel_sdk_processor_span_processed_total', APP, 'error_type!=""')
  const fill = `max (${series('otel_sdk_processor_span_queue_size', APP)} / ${series('otel_sdk_processor_span_queue_capacity', APP)})`
  return timeseries({
    id: 16,
    title: 'Span queue of the app',
    description:
      'Spans dropped per second by reason, and how full the fullest queue is (1 is full). AppDropsSpans fires on any drop.',
    unit: 'short',
    width: 12,
    queries: [
      { expr: perSecond(dropped, 'error_type'), legend: 'dropped per second, {{error_type}}' },
      { expr: fill, legend: 'fullest queue' },
    ],
  })
}
