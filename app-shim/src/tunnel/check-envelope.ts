import type { Refusal } from './refusal.ts'

/** What the browser part of this package sends, and the screenshots of Sentry's feedback form. */
const BROWSER_ITEMS: ReadonlySet<string> = new Set([
  'event',
  'replay_event',
  'replay_recording',
  'feedback',
  'attachment',
  'client_report',
])
const MAX_ITEMS = 20
const MAX_HEADER_BYTES = 4096
const MAX_TEXT = 200
const NEWLINE = 0x0a
/** What is passed on of an envelope's header; `dsn` is not, and nothing that a page could invent. */
const ENVELOPE_KEYS = ['event_id', 'sent_at'] as const
const TRACE_KEYS = ['trace_id', 'release', 'environment', 'replay_id'] as const
const ITEM_KEYS = ['type', 'length', 'content_type', 'attachment_type', 'filename'] as const
const TRACE_ID = /^[\da-f]{32}$/

/** An envelope in the form in which it is passed on. */
export interface CheckedEnvelope {
  readonly envelope: Uint8Array
  /** The trace of the page when the envelope holds an error. */
  readonly errorTraceId: string | undefined
}

/** Checks the framing of an envelope and writes its headers anew with known keys only; payloads are not read. */
export function checkEnvelope(body: Uint8Array): CheckedEnvelope | Refusal {
  const first = readLine(body, 0)
  const header = parseHeader(first?.line)
  if (first === undefined || header === undefined) return malformed('the first line is no JSON object')
  const traceHeader =
    typeof header.trace === 'object' ? (header.trace as Record<string, unknown> | null) : null
  const traceFacts = traceHeader && pick(traceHeader, TRACE_KEYS)
  const parts: Uint8Array[] = [
    line({ ...pick(header, ENVELOPE_KEYS), ...(traceFacts && { trace: traceFacts }) }),
  ]
  const types: string[] = []
  let at = first.next
  while (at < body.length) {
    const item = readItem(body, at)
    if ('status' in item) return item
    if (item.type === undefined) {
      at = item.next
      continue
    }
    types.push(item.type)
    if (types.length > MAX_ITEMS) return malformed(`more than ${MAX_ITEMS} items`)
    parts.push(line({ ...item.header, length: item.payload.length }), item.payload, Uint8Array.of(NEWLINE))
    at = item.next
  }
  if (types.length === 0) return malformed('no item follows the header')
  const traceId = traceFacts?.trace_id
  const onTrace = types.includes('event') && typeof traceId === 'string' && TRACE_ID.test(traceId)
  return { envelope: Buffer.concat(parts), errorTraceId: onTrace ? traceId : undefined }
}

interface Item {
  /** Undefined for an empty line between items. */
  readonly type: string | undefined
  readonly header: Record<string, unknown>
  readonly payload: Uint8Array
  readonly next: number
}

function readItem(body: Uint8Array, at: number): Item | Refusal {
  const head = readLine(body, at)
  if (head === undefined) return malformed('an item header is longer than 4 KiB')
  if (head.line.length === 0) return { type: undefined, header: {}, payload: head.line, next: head.next }
  const raw = parseHeader(head.line)
  const type = raw?.type
  if (raw === undefined || typeof type !== 'string')
    return malformed('an item header is no JSON object with a type')
  if (!BROWSER_ITEMS.has(type)) return malformed('an item type that browsers do not send here')
  const end = payloadEnd(body, head.next, raw.length)
  if (end === undefined) return malformed('an item is shorter or longer than its length says')
  return {
    type,
    header: pick(raw, ITEM_KEYS),
    payload: body.subarray(head.next, end),
    next: end + 1,
  }
}

/** With a length the payload ends there, before a line end or the end of the body; without, at the next line end. */
function payloadEnd(body: Uint8Array, start: number, length: unknown): number | undefined {
  if (length === undefined) {
    const end = body.indexOf(NEWLINE, start)
    return end === -1 ? body.length : end
  }
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) return undefined
  const end = start + length
  if (end > body.length || (end < body.length && body[end] !== NEWLINE)) return undefined
  return end
}

function readLine(body: Uint8Array, at: number): { line: Uint8Array; next: number } | undefined {
  const found = body.subarray(at, at + MAX_HEADER_BYTES + 1).indexOf(NEWLINE)
  const length = found === -1 ? body.length - at : found
  if (length > MAX_HEADER_BYTES) return undefined
  return { line: body.subarray(at, at + length), next: at + length + 1 }
}

function parseHeader(text: Uint8Array | undefined): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined
  } catch {
    // The caller answers for it: what is no JSON is no header.
    return undefined
  }
}

/** The known keys whose values are short texts or numbers. */
function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const known = keys.filter((key) => {
    const value = from[key]
    return typeof value === 'number' || (typeof value === 'string' && value.length <= MAX_TEXT)
  })
  return Object.fromEntries(known.map((key) => [key, from[key]]))
}

function line(header: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(header)}\n`)
}

function malformed(seen: string): Refusal {
  return { status: 400, reason: `The envelope is malformed: ${seen}. Send what Sentry's browser SDK sends.` }
}
