import { attributesToRecord, type PlainValue } from './attributes.ts'
import type { InstrumentationScope, Span, TracesRequest } from './messages.ts'

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'] as const

export type SpanKind = (typeof KINDS)[number]
export type StatusCode = (typeof STATUS_CODES)[number]
type Attributes = Record<string, PlainValue>

/** The instrumentation scope with plain attributes. */
export interface FlatScope {
  name: string
  version: string
  attributes: Attributes
}

/** A span with its resource and scope beside it, attributes as plain values. */
export interface FlatSpan {
  traceId: string
  spanId: string
  /** Empty for a root span. */
  parentSpanId: string
  name: string
  kind: SpanKind
  startTimeUnixNano: bigint
  endTimeUnixNano: bigint
  durationMs: number
  status: { code: StatusCode; message: string }
  attributes: Attributes
  events: { name: string; timeUnixNano: bigint; attributes: Attributes }[]
  links: { traceId: string; spanId: string; traceState: string; flags: number; attributes: Attributes }[]
  traceState: string
  flags: number
  resource: Attributes
  scope: FlatScope
  schemaUrl: string
}

/** Lists every span of a request in wire order. */
export function flattenSpans(request: TracesRequest): FlatSpan[] {
  return request.resourceSpans.flatMap((resourceSpans) => {
    const resource = attributesToRecord(resourceSpans.resource?.attributes)
    return resourceSpans.scopeSpans.flatMap(({ scope, spans, schemaUrl }) => {
      const flat = flatScope(scope)
      return spans.map((span) => flatSpan(span, resource, flat, schemaUrl || resourceSpans.schemaUrl))
    })
  })
}

/** The scope of spans, metrics or logs; an absent scope has empty name and version. */
export function flatScope(scope: InstrumentationScope | undefined): FlatScope {
  return {
    name: scope?.name ?? '',
    version: scope?.version ?? '',
    attributes: attributesToRecord(scope?.attributes),
  }
}

function flatSpan(span: Span, resource: Attributes, scope: FlatScope, schemaUrl: string): FlatSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: KINDS[span.kind] ?? 'UNSPECIFIED',
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    durationMs: Number(span.endTimeUnixNano - span.startTimeUnixNano) / 1e6,
    status: { code: STATUS_CODES[span.status?.code ?? 0] ?? 'UNSET', message: span.status?.message ?? '' },
    attributes: attributesToRecord(span.attributes),
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      name,
      timeUnixNano,
      attributes: attributesToRecord(attributes),
    })),
    links: span.links.map(({ traceId, spanId, traceState, flags, attributes }) => ({
      traceId,
      spanId,
      traceState,
      flags,
      attributes: attributesToRecord(attributes),
    })),
    traceState: span.traceState,
    flags: span.flags,
    resource,
    scope,
    schemaUrl,
  }
}
