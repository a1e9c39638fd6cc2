import type { FlatSpan } from '@ticketcap/otlp'
import { byStart, summarise } from './summary.ts'

/** The answer of GET /api/traces/{traceId}: the summary and every span in the order of start. */
export function traceJson(traceId: string, spans: readonly FlatSpan[]) {
  return {
    ...summarise(traceId, spans),
    spans: byStart(spans).map((span) => ({
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      name: span.name,
      kind: span.kind,
      startTimeUnixNano: span.startTimeUnixNano,
      durationMs: span.durationMs,
      status: span.status,
      attributes: span.attributes,
      events: span.events,
      links: span.links,
      scope: span.scope,
      resource: span.resource,
    })),
  }
}

/** JSON with 64-bit integers as decimal strings and bytes as base64, as OTLP/JSON writes them. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => {
    if (typeof item === 'bigint') return item.toString()
    return item instanceof Uint8Array ? Buffer.from(item).toString('base64') : item
  })
}
