import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bounded } from '../bounded.ts'
import { counter, upDownCounter } from '../instruments.ts'
import { RUNTIME_ATTR, RUNTIME_METRIC, RUNTIME_VALUES } from '../names.ts'

/** What Next.js says about its cache on a response that was, or could have been, in it. */
const CACHE_HEADER = 'x-nextjs-cache'

/** Reports requests in flight and what Next.js found in its cache, from the channels of Node's own HTTP server. */
export function startServerMetrics(): void {
  for (const result of RUNTIME_VALUES.nextCacheResult) countCache(result, 0)
  upDownCounter(RUNTIME_METRIC.activeRequests).add(0)
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { request: IncomingMessage; response: ServerResponse }
    upDownCounter(RUNTIME_METRIC.activeRequests).add(1)
    // Also when the client goes away in the middle; `finish` would then never come.
    response.once('close', () => {
      upDownCounter(RUNTIME_METRIC.activeRequests).add(-1)
      const result = response.getHeader(CACHE_HEADER)
      if (typeof result === 'string') countCache(result, 1)
    })
  })
}

function countCache(result: string, count: number): void {
  const label = bounded(result, RUNTIME_VALUES.nextCacheResult)
  counter(RUNTIME_METRIC.nextCache).add(count, { [RUNTIME_ATTR.nextCacheResult]: label })
}
