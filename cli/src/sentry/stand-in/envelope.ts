import { inflateSync } from 'node:zlib'
import { MAX_ITEM_BYTES, MAX_ITEMS } from './size-limits.ts'

/** One item of an envelope; `json` is the payload of the types that are JSON. */
export interface EnvelopeItem {
  type: string
  headers: Record<string, unknown>
  payload: Buffer
  json?: unknown
}

/** What an SDK sends in one request. */
export interface Envelope {
  headers: Record<string, unknown>
  items: EnvelopeItem[]
}

/** An envelope that Sentry would refuse; `status` is its answer. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
  readonly status: 400 | 413

  constructor(status: 400 | 413, message: string) {
    super(message)
    this.status = status
  }
}

/** A replay recording: a line of JSON, then the events, packed or not. */
export interface Recording {
  header: Record<string, unknown>
  events: unknown[]
}

const NEWLINE = 0x0a
const BINARY = new Set(['attachment', 'replay_recording', 'replay_video', 'profile_chunk', 'minidump'])

/**
 * Takes an envelope apart by Sentry's framing: a line of headers, then items, each a line of headers and a payload of
 * `length` bytes, or up to the end of its line.
 *
 * @throws EnvelopeError 400 naming the line that breaks the framing, 413 for an item above Sentry's limit
 */
export function readEnvelope(body: Buffer): Envelope {
  const { line, next } = readLine(body, 0)
  const headers = parseObject(line, 'envelope header')
  const items: EnvelopeItem[] = []
  let at = next
  while (at < body.length) {
    // Empty lines may stand behind the last item.
    if (body[at] === NEWLINE) {
      at++
      continue
    }
    const { item, next: behind } = readItem(body, at, items.length)
    items.push(item)
    at = behind
    if (items.length > MAX_ITEMS) throw new EnvelopeError(413, `more than ${MAX_ITEMS} items`)
  }
  return { headers, items }
}

/** Opens the payload of a `replay_recording`. @throws EnvelopeError 400 when it is none */
export function readRecording(payload: Buffer): Recording {
  const { line, next } = readLine(payload, 0)
  const header = parseObject(line, 'recording header')
  const packed = payload.subarray(next)
  const text = packed[0] === 0x78 ? inflateSync(packed).toString('utf8') : packed.toString('utf8')
  const events: unknown = parse(text, 'recording')
  if (!Array.isArray(events)) throw new EnvelopeError(400, 'recording: not a list of events')
  return { header, events }
}

function readItem(body: Buffer, start: number, index: number): { item: EnvelopeItem; next: number } {
  const where = `item ${index}`
  const { line, next } = readLine(body, start)
  const headers = parseObject(line, `${where} header`)
  const { type, length } = headers
  if (typeof type !== 'string' || type === '') throw new EnvelopeError(400, `${where} header: no type`)
  const payload = length === undefined ? readLine(body, next) : readLength(body, next, length, where)
  const limit = MAX_ITEM_BYTES[type]
  if (limit !== undefined && payload.line.length > limit) {
    throw new EnvelopeError(
      413,
      `${where}, ${type}: ${payload.line.length} bytes, at most ${limit} are taken`,
    )
  }
  const item: EnvelopeItem = { type, headers, payload: payload.line }
  if (!BINARY.has(type)) item.json = parse(payload.line.toString('utf8'), `${where}, ${type}`)
  return { item, next: payload.next }
}

function readLength(
  body: Buffer,
  at: number,
  length: unknown,
  where: string,
): { line: Buffer; next: number } {
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new EnvelopeError(400, `${where} header: length is no whole number`)
  }
  const end = at + length
  if (end > body.length) throw new EnvelopeError(400, `${where}: ${body.length - at} of ${length} bytes`)
  if (end < body.length && body[end] !== NEWLINE) {
    throw new EnvelopeError(400, `${where}: no line end behind its ${length} bytes`)
  }
  return { line: body.subarray(at, end), next: end + 1 }
}

function readLine(body: Buffer, at: number): { line: Buffer; next: number } {
  const newline = body.indexOf(NEWLINE, at)
  const end = newline < 0 ? body.length : newline
  return { line: body.subarray(at, end), next: end + 1 }
}

function parseObject(line: Buffer, where: string): Record<string, unknown> {
  const value = parse(line.toString('utf8'), where)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new EnvelopeError(400, `${where}: not a JSON object`)
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes what was sent.
    throw new EnvelopeError(400, `${where}: not JSON, ${text.length} characters`)
  }
}
