import type { FlatSpan, PlainValue } from '@ticketcap/otlp'

/** Fixed part of a span in memory: ids, times, object headers. */
const BASE_BYTES = 400

/** Approximate memory of a span: its texts at two bytes a character plus a fixed part. */
export function spanSize(span: FlatSpan): number {
  let size = BASE_BYTES + 2 * (span.name.length + span.status.message.length) + valueSize(span.attributes)
  for (const event of span.events) size += 2 * event.name.length + valueSize(event.attributes)
  for (const link of span.links) size += 128 + valueSize(link.attributes)
  return size
}

function valueSize(value: PlainValue): number {
  if (typeof value === 'string') return 2 * value.length
  if (typeof value !== 'object') return 8
  if (value instanceof Uint8Array) return value.length
  let size = 16
  for (const [key, item] of Object.entries(value)) size += 2 * key.length + valueSize(item)
  return size
}
