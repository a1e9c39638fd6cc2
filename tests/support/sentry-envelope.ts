import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** Something on this machine that takes envelopes: the collector of this package. */
export interface EnvelopeReceiver {
  readonly sentryUrl: string
  readonly token: string
}

/** An item as it is written: type, payload, and more headers. Objects are written as JSON. */
export type ItemLiteral = readonly [
  type: string,
  payload: object | string | Uint8Array,
  headers?: Record<string, unknown>,
]

/** What a receiver said. */
export interface EnvelopeAnswer {
  status: number
  headers: Headers
  /** The body; JSON is parsed. */
  body: unknown
}

const TIMEOUT_MS = 20_000

/** A new event or replay id. */
export function newEventId(): string {
  return randomBytes(16).toString('hex')
}

/** An error event in the shape the SDK for Node.js sends; `over` replaces members. */
export function errorEvent(
  over: Record<string, unknown> = {},
): Record<string, unknown> & { event_id: string } {
  return {
    event_id: newEventId(),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: 'error',
    environment: 'test',
    release: '4f1c2d9a7be04c8f9d1e6a5b3c2d1e0f9a8b7c6d',
    transaction: 'GET /api/orders',
    exception: {
      values: [
        {
          type: 'Error',
          value: 'no seat left',
          mechanism: { type: 'auto.function.nextjs.on_request_error', handled: false },
          stacktrace: {
            frames: [
              {
                filename: 'app:///_next/server/app/api/orders/route.js',
                function: 'POST',
                module: 'route',
                lineno: 41,
                colno: 9,
                in_app: true,
                pre_context: ['async function POST(request) {'],
                context_line: '  throw new Error(`no seat left`)',
                post_context: ['}'],
              },
            ],
          },
        },
      ],
    },
    contexts: { trace: { trace_id: newEventId(), span_id: randomBytes(8).toString('hex') } },
    sdk: { name: 'sentry.javascript.nextjs', version: '11.8.0' },
    ...over,
  }
}

/** The bytes of an envelope. */
export function envelopeBytes(items: readonly ItemLiteral[], headers: Record<string, unknown> = {}): Buffer {
  const [first] = items
  const eventId = (first?.[1] as { event_id?: string } | undefined)?.event_id
  const line = { ...(eventId && { event_id: eventId }), sent_at: new Date().toISOString(), ...headers }
  const parts: Buffer[] = [Buffer.from(`${JSON.stringify(line)}\n`)]
  for (const [type, payload, more] of items) {
    const bytes =
      payload instanceof Uint8Array || typeof payload === 'string' ? payload : JSON.stringify(payload)
    const body = Buffer.from(bytes as string)
    parts.push(
      Buffer.from(`${JSON.stringify({ type, length: body.length, ...more })}\n`),
      body,
      Buffer.from('\n'),
    )
  }
  return Buffer.concat(parts)
}

/** The two items of a replay segment, the recording packed as the browser does. */
export function replayItems(replayId: string, events: readonly unknown[], over: object = {}): ItemLiteral[] {
  const event = {
    type: 'replay_event',
    replay_id: replayId,
    event_id: replayId,
    segment_id: 0,
    urls: [],
    ...over,
  }
  const recording = Buffer.concat([
    Buffer.from(`${JSON.stringify({ segment_id: 0 })}\n`),
    deflateSync(JSON.stringify(events)),
  ])
  return [
    ['replay_event', event],
    ['replay_recording', recording],
  ]
}

/** Sends bytes to the Sentry receiver as an SDK does; whatever the answer, it is handed back. */
export async function postEnvelope(
  { sentryUrl, token }: EnvelopeReceiver,
  body: Uint8Array,
  { headers = {}, path = '/api/1/envelope/' }: { headers?: Record<string, string>; path?: string } = {},
): Promise<EnvelopeAnswer> {
  const response = await fetch(new URL(path, sentryUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: Buffer.from(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  }
}

/** Sends items as one envelope. @throws Error when it is not accepted */
export async function sendEnvelope(
  receiver: EnvelopeReceiver,
  items: readonly ItemLiteral[],
  headers: Record<string, unknown> = {},
): Promise<void> {
  const { status, body } = await postEnvelope(receiver, envelopeBytes(items, headers))
  if (status !== 200) throw new Error(`The receiver answered ${status}: ${JSON.stringify(body)}`)
}
