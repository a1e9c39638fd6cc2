import { COLLECT_INSTANCE } from '../support/collect-metrics.ts'
import type { Prometheus } from '../support/prometheus.ts'
import { waitFor } from '../support/wait-for.ts'

/** Longer than any sender waits: what has not come by then does not come. */
const QUIET_MS = 6000
const DEADLINE_MS = 120_000

/** Who makes series. */
export const SOURCES = ['app', 'requests', 'metrics job', 'collector', 'rules'] as const
type Source = (typeof SOURCES)[number]

/** Series by who makes them, and of each process of the app. */
export type SeriesCount = Readonly<Record<Source | 'all', number>>

/** Counts every series of the last hour, also of processes that are gone, once no new request is counted any more. */
export async function countSeries(prometheus: Prometheus): Promise<SeriesCount> {
  await quiet(prometheus)
  const groups = await prometheus.query(
    'count by (__name__, job, instance) (last_over_time({__name__=~".+"}[1h]))',
  )
  const counts = { app: 0, requests: 0, 'metrics job': 0, collector: 0, rules: 0, all: 0 }
  for (const { labels, value } of groups) {
    counts[sourceOf(labels)] += value
    counts.all += value
  }
  return counts
}

async function quiet(prometheus: Prometheus): Promise<void> {
  let last = -1
  let since = performance.now()
  await waitFor(
    async () => {
      const counted = await prometheus.number('sum(traces_span_metrics_calls_total)')
      if (counted !== last) since = performance.now()
      last = counted
      return performance.now() - since > QUIET_MS
    },
    { deadline: DEADLINE_MS, describe: () => `Spans are still counted: ${last} so far.` },
  )
}

function sourceOf({ __name__: name = '', job = '', instance = '' }: Record<string, string>): Source {
  if (/:|^ALERTS/.test(name)) return 'rules'
  if (job === 'otelcol-sidecar') return 'collector'
  if (instance === COLLECT_INSTANCE) return 'metrics job'
  return instance === 'sidecar' ? 'requests' : 'app'
}
