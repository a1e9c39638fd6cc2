import { randomFillSync } from 'node:crypto'
import { encodeTraces, type Input, type TracesRequest } from '@ticketcap/otlp'
import { newTraceId, type SpanLiteral, traceOf } from '../../tests/support/spans.ts'

/** Traces in one request; an app sends batches of 512 spans. */
const TRACES_PER_REQUEST = 25
const TRACE_ID_BYTES = 16

/**
 * Requests as the app sends them, made without end and cheaply: one is encoded, and every time it is handed out each of
 * its traces gets a new id.
 */
export class Traffic {
  readonly spansPerRequest: number
  readonly #body: Buffer
  /** Where the id of each trace stands in the body. */
  readonly #places: number[][]

  constructor() {
    const ids = Array.from({ length: TRACES_PER_REQUEST }, newTraceId)
    const requests = ids.map((traceId, i) => traceOf(traceNumber(i), { traceId }))
    // One app, one scope: the spans of many requests lie side by side, as in the batches of an app.
    const spans = requests.flatMap(({ resourceSpans }) => resourceSpans?.[0]?.scopeSpans?.[0]?.spans ?? [])
    const [first] = requests[0]?.resourceSpans ?? []
    const merged: Input<TracesRequest> = {
      resourceSpans: [{ resource: first?.resource, scopeSpans: [{ scope: { name: 'next.js' }, spans }] }],
    }
    this.#body = Buffer.from(encodeTraces(merged))
    this.#places = ids.map((id) => placesOf(this.#body, Buffer.from(id, 'hex')))
    this.spansPerRequest = this.#places.reduce((sum, places) => sum + places.length, 0)
  }

  /** Bytes of one span, on average. */
  get bytesPerSpan(): number {
    return Math.round(this.#body.length / this.spansPerRequest)
  }

  /** The next request: the same spans under new trace ids. */
  next(): Buffer {
    const body = Buffer.from(this.#body)
    const id = Buffer.alloc(TRACE_ID_BYTES)
    for (const places of this.#places) {
      randomFillSync(id)
      for (const place of places) id.copy(body, place)
    }
    return body
  }
}

function placesOf(body: Buffer, id: Buffer): number[] {
  const places: number[] = []
  for (let at = body.indexOf(id); at >= 0; at = body.indexOf(id, at + TRACE_ID_BYTES)) places.push(at)
  return places
}

/** Of 25 requests one fails, one pays and one is slow; the others are ordinary. */
function traceNumber(i: number): SpanLiteral {
  if (i === 0) return order({ status: 'ERROR' })
  if (i === 1)
    return order({}, [
      {
        name: 'payment.process',
        durationMs: 60,
        attributes: { 'ticketcap.payment.currency': 'ILS', 'ticketcap.payment.status': 'COMPLETED' },
      },
    ])
  if (i === 2) return order({ durationMs: 2500 })
  return order({}, [])
}

/** The spans of Next.js, the Postgres driver and fetch for one request, under the names and attributes they use. */
function order(over: Partial<SpanLiteral>, more: SpanLiteral[] = []): SpanLiteral {
  const queries = [
    'SELECT id, title, capacity FROM events WHERE tenant_id = $1 AND id = $2',
    'INSERT INTO orders (tenant_id, event_id, spots) VALUES ($1, $2, $3) RETURNING id',
    'UPDATE events SET sold = sold + $3 WHERE tenant_id = $1 AND id = $2',
  ]
  const handler: SpanLiteral = {
    name: 'POST /api/orders',
    kind: 'SERVER',
    durationMs: 120,
    attributes: {
      'next.span_name': 'POST /api/orders',
      'next.span_type': 'BaseServer.handleRequest',
      'http.method': 'POST',
      'http.target': '/api/orders?ref=mail',
      'http.route': '/api/orders',
      'http.status_code': 201,
      'next.route': '/api/orders',
      'operation.name': 'next_js.BaseServer.handleRequest',
      'resource.name': 'POST /api/orders',
      'user.id': 'usr_71fa0c3be2',
      'user_agent.original': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15',
    },
    ...over,
    children: [
      ...['resolve page components', 'start response', 'executing api route (app) /api/orders'].map(
        (name) => ({
          name,
          attributes: {
            'next.span_name': name,
            'next.span_type': 'AppRouteRouteHandlers.runHandler',
            'next.route': '/api/orders',
          },
        }),
      ),
      ...[...queries, ...queries].map((statement) => ({
        name: `pg.query:${statement.slice(0, 6)} tickets`,
        kind: 'CLIENT' as const,
        durationMs: 3,
        attributes: {
          'db.system': 'postgresql',
          'db.name': 'tickets',
          'db.statement': statement,
          'db.user': 'app',
          'db.connection_string': 'postgresql://db.internal:5432/tickets',
          'net.peer.name': 'db.internal',
          'net.peer.port': 5432,
        },
      })),
      ...['/v1/charges', '/v1/venues/7'].map((path) => ({
        name: 'fetch POST https://pay.example.com',
        kind: 'CLIENT' as const,
        durationMs: 40,
        attributes: {
          'http.request.method': 'POST',
          'url.full': `https://pay.example.com${path}`,
          'server.address': 'pay.example.com',
          'server.port': 443,
          'http.response.status_code': 200,
          'next.span_type': 'AppRender.fetch',
        },
      })),
      {
        name: 'registration',
        attributes: { 'ticketcap.event.id': 'evt_2041', note: 'המלט, שורה 12' },
        events: [{ name: 'seats held', attributes: { spots: 2 } }],
      },
      ...more,
    ],
  }
  return {
    name: 'POST',
    kind: 'SERVER',
    durationMs: handler.durationMs,
    attributes: {
      'next.bubble': true,
      'http.method': 'POST',
      'http.target': '/api/orders?ref=mail',
      'http.status_code': 200,
      'next.span_type': 'BaseServer.handleRequest',
    },
    children: [
      {
        name: 'middleware POST',
        attributes: {
          'next.span_type': 'Middleware.execute',
          'http.method': 'POST',
          'http.target': '/api/orders',
        },
      },
      handler,
    ],
  }
}
