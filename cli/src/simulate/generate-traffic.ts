import { encodeTraces } from '@ticketcap/otlp'
import { SPAN } from '../../../app-shim/src/names.ts'
import type { Frame } from '../traffic/format.ts'

/** Made-up traffic, the same for the same seed. */
export interface GeneratedTraffic {
  readonly seed: number
  /** About how many spans in all. */
  readonly spans: number
  /** Requests a second that the recording claims. */
  readonly requestsPerSecond: number
}

/**
 * Share of each kind of request, in a thousand, and how it looks.
 *
 * Orders and registrations together are 9 of the 820 requests that visitors make, or 5.5 % of visits of five requests.
 * Shops sell in 1.6 % of visits (Statista) to 2.95 % (Dynamic Yield), as https://buyjem.com/?p=5598 quotes them; free events
 * come on top. The buyers of the demo order far more often: they are there to fight for the last seats.
 */
const KINDS = [
  { weight: 516, route: 'GET /events/[id]', steps: 6, ms: 60 },
  { weight: 285, route: 'GET /api/events', steps: 3, ms: 25 },
  { weight: 180, route: 'GET /api/health', steps: 0, ms: 2, path: '/api/health' },
  { weight: 5, route: 'POST /api/orders', steps: 9, ms: 400, payment: true },
  { weight: 4, route: 'POST /api/registrations', steps: 6, ms: 90, registration: true },
  { weight: 5, route: 'GET /api/slow', steps: 2, ms: 3500 },
  { weight: 5, route: 'GET /api/throws', steps: 1, ms: 15, fails: true },
] as const
type Kind = (typeof KINDS)[number]

/** Requests of the app in one batch. */
const REQUESTS_PER_FRAME = 20
const ORIGIN_MS = 1_790_000_000_000
const PAYMENT_FAILS = 0.04
const RACE = 0.01

/** Frames as `sidecar record` would have written them: batches of an app, some requests spread over two. */
export function* generateTraffic({ seed, spans, requestsPerSecond }: GeneratedTraffic): Generator<Frame> {
  const random = mulberry32(seed)
  let made = 0
  let at = ORIGIN_MS
  let behind: ReturnType<typeof span>[] = []
  while (made < spans) {
    const requests = Array.from({ length: REQUESTS_PER_FRAME }, () => request(pick(random), at, random))
    const batch = [...behind, ...requests.flat()]
    // The exporter of an app cuts where its timer says: the rest of the last request comes with the next batch.
    behind = batch.splice(-Math.floor((requests.at(-1)?.length ?? 0) / 2) || batch.length)
    made += batch.length
    yield { at, spans: batch.length, body: encode(batch) }
    at += (REQUESTS_PER_FRAME / requestsPerSecond) * 1000
  }
}

function request(kind: Kind, at: number, random: () => number) {
  const traceId = hex(random, 32)
  const root = hex(random, 16)
  const ms = kind.ms * (0.5 + random())
  const fails = 'fails' in kind || ('payment' in kind && random() < PAYMENT_FAILS)
  const start = at - ms
  const path = 'path' in kind ? kind.path : kind.route.split(' ')[1]
  const server = span(traceId, root, '', kind.route, 2, start, ms, fails, {
    'http.request.method': kind.route.split(' ')[0] ?? '',
    'http.route': kind.route.split(' ')[1] ?? '',
    'url.path': path ?? '',
    'http.response.status_code': fails ? 500 : 200,
  })
  const steps = Array.from({ length: kind.steps }, (_, index) =>
    span(
      traceId,
      hex(random, 16),
      root,
      `SELECT step ${index}`,
      3,
      start + index,
      ms / (kind.steps + 1),
      false,
      {
        'db.system.name': 'postgresql',
        'db.query.text': 'SELECT id, title, starts_at FROM events WHERE tenant = $1 AND id = $2',
      },
    ),
  )
  if ('payment' in kind)
    steps.push(
      span(traceId, hex(random, 16), root, SPAN.payment, 1, start, ms * 0.8, fails, {
        'ticketcap.payment.amount': 12_000,
        'ticketcap.payment.currency': 'ILS',
      }),
    )
  if ('registration' in kind || 'payment' in kind)
    steps.push(
      span(
        traceId,
        hex(random, 16),
        root,
        SPAN.registration,
        1,
        start,
        ms * 0.9,
        false,
        {
          'ticketcap.registration.spots': 2,
          'ticketcap.registration.status': 'CONFIRMED',
        },
        random() < RACE,
      ),
    )
  return [server, ...steps]
}

function span(
  traceId: string,
  spanId: string,
  parentSpanId: string,
  name: string,
  kind: number,
  startMs: number,
  ms: number,
  fails: boolean,
  attributes: Record<string, string | number>,
  oversold = false,
) {
  const startTimeUnixNano = BigInt(Math.round(startMs * 1e6))
  const event = {
    name: 'ticketcap.capacity.races',
    timeUnixNano: startTimeUnixNano,
    attributes: [{ key: 'ticketcap.capacity_race.outcome', value: { stringValue: 'oversold' } }],
  }
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + BigInt(Math.round(ms * 1e6)),
    status: { code: fails ? 2 : 0, message: '' },
    events: oversold ? [event] : [],
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: BigInt(value) } : { stringValue: value },
    })),
  }
}

function encode(spans: ReturnType<typeof span>[]): Uint8Array {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'ticketcap' } }] }
  return encodeTraces({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'generated' }, spans }] }],
  })
}

function pick(random: () => number): Kind {
  let left = random() * 1000
  for (const kind of KINDS) {
    left -= kind.weight
    if (left < 0) return kind
  }
  return KINDS[0]
}

function hex(random: () => number, digits: number): string {
  let text = ''
  while (text.length < digits)
    text += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, digits)
}

/** Tommy Ettinger's mulberry32, public domain: small, seeded, good enough for made-up traffic. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
