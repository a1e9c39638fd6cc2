import { join } from 'node:path'
import type { Paint } from '../terminal/colour.ts'
import { formatDuration } from '../terminal/duration.ts'
import type { OrderTrace } from './order.ts'
import { ORDER_COUNT_QUERY, type OrderCount } from './order-count.ts'
import { traceTree } from './trace-tree.ts'

/** Lines for people: the addresses once everything is ready. */
export function readyLines(
  urls: readonly { service: string; url: string }[],
  runDirectory: string,
  paint: Paint,
): string[] {
  const width = Math.max(...urls.map(({ service }) => service.length))
  return [
    '',
    ...urls.map(({ service, url }) => `   ${service.padEnd(width)}  ${paint('cyan', url)}`),
    `   ${'logs'.padEnd(width)}  ${join(runDirectory, 'logs')}`,
    `   ${'your app'.padEnd(width)}  node --env-file=${join(runDirectory, 'app.env')} …`,
    '',
  ]
}

/** Lines for people: the order's trace and where it can be seen. */
export function orderLines(trace: OrderTrace, url: string, firstTraceMs: number, paint: Paint): string[] {
  return [
    ` One order, one trace of ${trace.spans.length} spans, ${formatDuration(trace.durationMs)}, kept by ${paint('magenta', trace.policy || 'no recorded policy')}:`,
    '',
    ...traceTree(trace, paint),
    '',
    ` See it: ${paint('cyan', url)}`,
    ` From the start to this trace: ${paint('bold', formatDuration(firstTraceMs))}`,
  ]
}

/** Lines for people: what Prometheus counted, and that a number leads back to the trace. */
export function countLines(count: OrderCount, traceId: string, paint: Paint): string[] {
  const linked = count.exemplarTraceIds.includes(traceId)
  return [
    ` Prometheus counted ${paint('bold', String(count.value))} (every request, sampled or not): ${paint('dim', ORDER_COUNT_QUERY)}`,
    linked ? ' Its exemplar names the trace above.' : ' No exemplar names the trace above yet.',
  ]
}
