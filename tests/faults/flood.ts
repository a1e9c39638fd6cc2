import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { encodeTraces } from '@ticketcap/otlp'
import type { OtlpReceiver } from '../support/send.ts'
import { traceOf } from '../support/spans.ts'

const TRACES = 40
const SPANS = 15
const SENDERS = 16
const ID_BYTES = 16

/** What a receiver answered to a flood. */
export interface FloodReport {
  /** Spans by status of the answer; 0 for none. */
  readonly spans: Readonly<Record<number, number>>
  /** Refusals with 429 or 503 that name no time to come back. */
  readonly unnamed: number
}

/** How much to send. */
interface FloodPlan {
  readonly ms: number
  /** Bytes of one attribute of each span. */
  readonly spanBytes: number
}

/** Sends as much as the machine gives for so long: traces of 15 spans, 40 in a request, 16 requests at once. */
export async function flood(
  { httpUrl, token }: OtlpReceiver,
  { ms, spanBytes }: FloodPlan,
): Promise<FloodReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
  const end = performance.now() + ms
  const spans: Record<number, number> = {}
  let unnamed = 0
  const template = bodyTemplate(spanBytes)

  function post(): Promise<void> {
    return new Promise((resolve) => {
      const answered = (status: number) => {
        spans[status] = (spans[status] ?? 0) + TRACES * SPANS
        resolve()
      }
      const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` }
      const sending = request(
        new URL('/v1/traces', httpUrl),
        { method: 'POST', agent, headers },
        (response) => {
          const { statusCode = 0, headers } = response
          if ((statusCode === 429 || statusCode === 503) && !headers['retry-after']) unnamed++
          response.resume().once('end', () => answered(statusCode))
        },
      )
      sending.once('error', () => answered(0)).end(template())
    })
  }
  async function send(): Promise<void> {
    while (performance.now() < end) await post()
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  agent.destroy()
  return { spans, unnamed }
}

/** A request that is encoded once; every copy has trace ids of its own. */
function bodyTemplate(spanBytes: number): () => Buffer {
  const query = 'SELECT * FROM events WHERE '.padEnd(spanBytes, 'id = $1 AND ')
  const ids = Array.from({ length: TRACES }, () => randomBytes(ID_BYTES))
  const children = Array.from({ length: SPANS - 1 }, (_, n) => ({
    name: `SELECT events ${n}`,
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': query,
    },
  }))
  const resourceSpans = ids.flatMap(
    (id) =>
      traceOf({ name: 'GET /', kind: 'SERVER', children }, { traceId: id.toString('hex') }).resourceSpans ??
      [],
  )
  const bytes = Buffer.from(encodeTraces({ resourceSpans }))
  const places = ids.map((id) => {
    const found: number[] = []
    for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + 1)) found.push(at)
    return found
  })
  return () => {
    const copy = Buffer.from(bytes)
    for (const found of places) {
      const id = randomBytes(ID_BYTES)
      for (const at of found) id.copy(copy, at)
    }
    return copy
  }
}
