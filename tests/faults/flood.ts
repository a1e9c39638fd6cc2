import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { encodeTraces } from '@ticketcap/otlp'
import type { OtlpReceiver } from '../support/send.ts'
import { type EnvelopeReceiver, envelopeBytes, errorEvent } from '../support/sentry-envelope.ts'
import { traceOf } from '../support/spans.ts'

const TRACES = 40
const SPANS = 15
const SENDERS = 16
const ID_BYTES = 16

/** What a receiver answered to a flood. */
export interface FloodReport {
  /** Spans or envelopes by status of the answer; 0 for none. */
  readonly units: Readonly<Record<number, number>>
  /** Refusals with 429 or 503 that name no time to come back. */
  readonly unnamed: number
}

/** What is sent. */
export interface FloodTarget {
  readonly url: URL
  readonly token: string
  readonly contentType: string
  /** A request, another one each time. */
  body(): Buffer
  /** Spans or envelopes in a request. */
  readonly units: number
}

/** Sends as much as the machine gives for so many milliseconds, 16 requests at once. */
export async function flood(
  { url, token, contentType, body, units }: FloodTarget,
  ms: number,
): Promise<FloodReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
  const end = performance.now() + ms
  const report = { units: {} as Record<number, number>, unnamed: 0 }
  const headers = { 'content-type': contentType, authorization: `Bearer ${token}` }

  function post(): Promise<void> {
    return new Promise((resolve) => {
      const answered = (status: number) => {
        report.units[status] = (report.units[status] ?? 0) + units
        resolve()
      }
      const sending = request(url, { method: 'POST', agent, headers }, (response) => {
        const { statusCode = 0, headers } = response
        if ((statusCode === 429 || statusCode === 503) && !headers['retry-after']) report.unnamed++
        response.resume().once('end', () => answered(statusCode))
      })
      sending.once('error', () => answered(0)).end(body())
    })
  }
  async function send(): Promise<void> {
    while (performance.now() < end) await post()
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  agent.destroy()
  return report
}

/** Traces of 15 spans, 40 in a request; one attribute of each span has so many bytes. */
export function traceFlood({ httpUrl, token }: OtlpReceiver, spanBytes: number): FloodTarget {
  const url = new URL('/v1/traces', httpUrl)
  const body = bodyTemplate(spanBytes)
  return { url, token, contentType: 'application/x-protobuf', body, units: TRACES * SPANS }
}

/** Errors with so many values beside them: decoded, they are many times what they are on the wire. */
export function envelopeFlood({ sentryUrl, token }: EnvelopeReceiver, values: number): FloodTarget {
  const url = new URL('/api/1/envelope/', sentryUrl)
  const extra = Object.fromEntries(Array.from({ length: values }, (_, n) => [`value ${n}`, { n }]))
  const body = () => envelopeBytes([['event', errorEvent({ extra })]])
  return { url, token, contentType: 'application/x-sentry-envelope', body, units: 1 }
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
