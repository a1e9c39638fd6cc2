import { SidecarError } from '../errors.ts'
import { waitFor } from '../process/wait-for.ts'

const TENANT = 'habima'
const TRACE_DEADLINE_MS = 20_000
/** Pieces of one trace arrive together or not long after each other. */
const SETTLE_MS = 300

/** A made-up buyer. The card is the well-known test number of payment providers. */
const BUYER = {
  spots: 2,
  name: 'Noa Levi',
  email: 'noa.levi@example.com',
  phone: '050-555-0142',
  card: '4242 4242 4242 4242',
  locale: 'he',
}

/** What the app tells about an event, as far as it is read here. */
interface ListedEvent {
  id: number
  capacity: number
  seatsTaken: number
  priceMinor: number
}

/** The trace as the console answers it, as far as it is shown here. */
export interface OrderTrace {
  traceId: string
  policy: string
  durationMs: number
  spans: TraceSpan[]
}

export interface TraceSpan {
  spanId: string
  parentSpanId: string
  name: string
  kind: string
  durationMs: number
  status: { code: string; message: string }
  attributes: Record<string, unknown>
}

/**
 * Buys two tickets as a browser would.
 *
 * @returns the id of the order's trace
 * @throws SidecarError E_ORDER_FAILED with the app's answer
 */
export async function placeOrder(app: string): Promise<{ traceId: string }> {
  const headers = { 'content-type': 'application/json', 'x-tenant': TENANT }
  const { events } = await call<{ events: ListedEvent[] }>(`${app}/api/events`, { headers })
  const event = events.find(
    ({ capacity, seatsTaken, priceMinor }) => capacity - seatsTaken >= BUYER.spots && priceMinor > 0,
  )
  if (!event)
    throw new SidecarError(
      'E_ORDER_FAILED',
      `${app}/api/events lists no event with ${BUYER.spots} free seats.`,
    )
  const order = await call<{ traceId?: string }>(`${app}/api/orders`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...BUYER, eventId: event.id }),
  })
  if (order.traceId) return { traceId: order.traceId }
  throw new SidecarError(
    'E_ORDER_FAILED',
    'The order went through, but the app made no trace of it: telemetry is off. See app.log.',
  )
}

/**
 * Waits until the console has the trace and its spans stop coming.
 *
 * @throws SidecarError E_TRACE_MISSING after 20 s
 */
export async function awaitTrace(console: string, traceId: string): Promise<OrderTrace> {
  let spans = 0
  let since = Date.now()
  const trace = await waitFor(async () => {
    const response = await fetch(`${console}/api/traces/${traceId}`)
    const body = (await response.json()) as OrderTrace
    if (!response.ok) return undefined
    if (body.spans.length !== spans) {
      spans = body.spans.length
      since = Date.now()
    }
    const whole = body.spans.some(({ kind, parentSpanId }) => kind !== 'CLIENT' && !parentSpanId)
    return whole && Date.now() - since >= SETTLE_MS ? body : undefined
  }, TRACE_DEADLINE_MS)
  if (trace) return trace
  throw new SidecarError(
    'E_TRACE_MISSING',
    `The trace ${traceId} did not reach the console within ${TRACE_DEADLINE_MS / 1000} s. See collector.log and app.log.`,
  )
}

async function call<Body>(url: string, init: RequestInit): Promise<Body> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) })
  const text = await response.text()
  if (response.ok) return JSON.parse(text) as Body
  throw new SidecarError(
    'E_ORDER_FAILED',
    `${init.method ?? 'GET'} ${url} answered ${response.status}: ${text.slice(0, 300)}`,
  )
}
