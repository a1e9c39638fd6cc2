import { randomBytes } from 'node:crypto'
import type { FlatSpan, Input, KeyValue, Span, TracesRequest } from '@ticketcap/otlp'

const KIND = { UNSPECIFIED: 0, INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const
const STATUS = { UNSET: 0, OK: 1, ERROR: 2 } as const
const NANOS_PER_MS = 1_000_000

/** Attribute values a literal can carry. Whole numbers become OTLP integers. */
export type LiteralAttributes = Record<string, string | number | boolean | string[]>

/** A span as a test draws it, its children nested in it. */
export interface SpanLiteral {
  name: string
  /** Default INTERNAL. */
  kind?: FlatSpan['kind']
  /** Default UNSET. */
  status?: FlatSpan['status']['code']
  /** Default 10. */
  durationMs?: number
  /** Start, in milliseconds after the start of the parent. Default 0. */
  afterMs?: number
  attributes?: LiteralAttributes
  events?: { name: string; attributes?: LiteralAttributes }[]
  children?: SpanLiteral[]
}

/** What surrounds the spans of a literal; everything has a default. */
export interface TraceOptions {
  /** 32 hex digits. Default: random. */
  traceId?: string
  /** Span id of a remote parent. Default: none, the literal is a root. */
  parentSpanId?: string
  /** Default `service.name` = `ticketcap`. */
  resource?: LiteralAttributes
  scope?: string
  /** End of the root span, milliseconds since the epoch. Default: now. */
  endedAt?: number
}

/** A random trace id: 32 hex digits. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex')
}

/** A random span id: 16 hex digits. */
export function newSpanId(): string {
  return randomBytes(8).toString('hex')
}

/**
 * Turns a nested literal into the OTLP request that an app would send for it.
 *
 * @example const request = traceOf({ name: 'GET /', kind: 'SERVER', children: [{ name: 'render' }] }, { traceId })
 */
export function traceOf(root: SpanLiteral, options: TraceOptions = {}): Input<TracesRequest> {
  const { traceId = newTraceId(), parentSpanId = '', endedAt = Date.now() } = options
  const { resource = { 'service.name': 'ticketcap' }, scope = 'test' } = options
  const startMs = endedAt - (root.durationMs ?? 10)
  const spans = spansOf(root, traceId, parentSpanId, startMs)
  return {
    resourceSpans: [
      { resource: { attributes: keyValues(resource) }, scopeSpans: [{ scope: { name: scope }, spans }] },
    ],
  }
}

function spansOf(
  literal: SpanLiteral,
  traceId: string,
  parentSpanId: string,
  startMs: number,
): Input<Span>[] {
  const spanId = newSpanId()
  const { name, kind = 'INTERNAL', status = 'UNSET', durationMs = 10, events = [], children = [] } = literal
  const endMs = startMs + durationMs
  const span: Input<Span> = {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind: KIND[kind],
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(endMs),
    attributes: keyValues(literal.attributes),
    events: events.map((event) => ({
      name: event.name,
      timeUnixNano: nanos(startMs),
      attributes: keyValues(event.attributes),
    })),
    status: { code: STATUS[status] },
  }
  return [
    span,
    ...children.flatMap((child) => spansOf(child, traceId, spanId, startMs + (child.afterMs ?? 0))),
  ]
}

function keyValues(attributes: LiteralAttributes = {}): Input<KeyValue>[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: LiteralAttributes[string]): Input<NonNullable<KeyValue['value']>> {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((text) => ({ stringValue: text })) } }
  return Number.isInteger(value) ? { intValue: BigInt(value) } : { doubleValue: value }
}

function nanos(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * BigInt(NANOS_PER_MS / 1000)
}
