import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { heapUsed, LATE_SECONDS, LOOP_BUSY } from './series.ts'

/** Above this share of its limit the heap is mostly busy collecting garbage. */
const HEAP_FULL = 0.85
const heapLimit = series('ticketcap_heap_limit_bytes', APP)

export const now: Row = {
  title: 'Now',
  panels: [processes(), lateness(), busy(), heapShare(), openRequests(), restarts()],
}

function processes() {
  return stat({
    id: 1,
    title: 'Processes',
    description:
      'Processes of the app that report. Fewer than you deployed: some are dead or cannot reach their collector.',
    unit: 'short',
    width: 4,
    decimals: 0,
    queries: [{ expr: `count (${series('process_memory_usage_bytes', APP)})`, legend: 'processes' }],
  })
}

function lateness() {
  return stat({
    id: 2,
    title: 'Event loop, p99 lateness',
    description: 'Worst process. Above 100 ms every request of that process waits: something blocks it.',
    unit: 's',
    width: 4,
    worry: { above: LATE_SECONDS },
    queries: [{ expr: `max (${series('nodejs_eventloop_delay_p99_seconds', APP)})`, legend: 'p99' }],
  })
}

function busy() {
  return stat({
    id: 3,
    title: 'Event loop busy',
    description:
      'Share of its time the busiest process was not idle. Above 80 %: add a process, or find what it computes.',
    unit: 'percentunit',
    width: 4,
    worry: { above: LOOP_BUSY },
    queries: [{ expr: `max (${series('nodejs_eventloop_utilization_ratio', APP)})`, legend: 'busiest' }],
  })
}

function heapShare() {
  return stat({
    id: 4,
    title: 'Heap of its limit',
    description: 'Fullest process. Above 85 % it mostly collects garbage; at 100 % it crashes.',
    unit: 'percentunit',
    width: 4,
    worry: { above: HEAP_FULL },
    queries: [
      {
        expr: `max (sum by (job, instance) (${heapUsed}) / sum by (job, instance) (${heapLimit}))`,
        legend: 'fullest',
      },
    ],
  })
}

function openRequests() {
  return stat({
    id: 5,
    title: 'Requests in progress',
    description:
      'Being answered now, in all processes. Growing with flat traffic: something downstream hangs.',
    unit: 'short',
    width: 4,
    decimals: 0,
    queries: [{ expr: `sum (${series('http_server_active_requests', APP)})`, legend: 'open' }],
  })
}

function restarts() {
  return stat({
    id: 6,
    title: 'Youngest process',
    description: 'Time since a process last started. Minutes, without a deployment: it crashes.',
    unit: 's',
    width: 4,
    queries: [{ expr: `min (${series('process_uptime_seconds', APP)})`, legend: 'uptime' }],
  })
}
