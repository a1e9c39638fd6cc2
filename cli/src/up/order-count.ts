import { SPAN_METRIC } from '../../../app-shim/src/names.ts'
import { waitFor } from '../process/wait-for.ts'

const DEADLINE_MS = 20_000

/** The exact count of orders, from all requests and not from the kept ones. */
export const ORDER_COUNT_QUERY = `sum(${SPAN_METRIC.calls}{http_route="/api/orders", span_kind="SPAN_KIND_SERVER"})`

const EXEMPLAR_QUERY = `${SPAN_METRIC.duration}_bucket{http_route="/api/orders"}`

/** What Prometheus says about orders. */
export interface OrderCount {
  value: number
  /** Traces that the numbers point to. */
  exemplarTraceIds: string[]
}

/** Waits until Prometheus has counted an order. Undefined when it has not after 20 s. */
export async function awaitOrderCount(prometheus: string): Promise<OrderCount | undefined> {
  return await waitFor(async () => {
    const result = await query<{ result: { value: [number, string] }[] }>(
      `${prometheus}/api/v1/query?query=${encodeURIComponent(ORDER_COUNT_QUERY)}`,
    )
    const value = Number(result.result[0]?.value[1] ?? 0)
    return value > 0 ? { value, exemplarTraceIds: await exemplars(prometheus) } : undefined
  }, DEADLINE_MS)
}

async function exemplars(prometheus: string): Promise<string[]> {
  const range = `start=${Date.now() / 1000 - 3600}&end=${Date.now() / 1000 + 60}`
  const url = `${prometheus}/api/v1/query_exemplars?query=${encodeURIComponent(EXEMPLAR_QUERY)}&${range}`
  const series = await query<{ exemplars: { labels: { trace_id?: string } }[] }[]>(url)
  const ids = series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id))
  return [...new Set(ids.filter((id) => id !== undefined))]
}

async function query<Data>(url: string): Promise<Data> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
  const body = (await response.json()) as { status: string; data: Data; error?: string }
  if (body.status === 'success') return body.data
  throw new Error(`Prometheus refused ${url}: ${body.error}`)
}
