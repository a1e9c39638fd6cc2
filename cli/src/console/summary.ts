import type { FlatSpan } from '@ticketcap/otlp'
import { ATTR, SAMPLING_POLICY_ATTRIBUTE } from '../../../app-shim/src/names.ts'

/** One line of the trace list. */
export interface TraceSummary {
  traceId: string
  rootName: string
  /** What was asked for: the name of the outermost span with a route, else of the root. */
  title: string
  /** http.route of the outermost span that has one; empty without. */
  route: string
  service: string
  /** ERROR when any span failed. */
  status: 'OK' | 'ERROR' | 'UNSET'
  /** From the earliest start to the latest end. */
  durationMs: number
  spanCount: number
  /** Tail sampling policy that kept the trace; empty when the collector recorded none. */
  policy: string
  /** ISO 8601, UTC. */
  startTime: string
}

/** Sums up a trace; `spans` is not empty. */
export function summarise(traceId: string, spans: readonly FlatSpan[]): TraceSummary {
  const ordered = byStart(spans)
  const root = rootOf(ordered)
  const routed = hasRoute(root) ? root : ordered.find(hasRoute)
  const start = ordered.reduce((low, span) => minimum(low, span.startTimeUnixNano), root.startTimeUnixNano)
  const end = ordered.reduce((high, span) => maximum(high, span.endTimeUnixNano), root.endTimeUnixNano)
  return {
    traceId,
    rootName: root.name,
    title: (routed ?? root).name,
    route: text(routed?.attributes[ATTR.httpRoute]),
    service: text(root.resource['service.name']),
    status: worstStatus(spans),
    durationMs: Number(end - start) / 1e6,
    spanCount: spans.length,
    policy: policyOf(spans),
    startTime: new Date(Number(start / 1_000_000n)).toISOString(),
  }
}

/** Spans in the order of their start. */
export function byStart(spans: readonly FlatSpan[]): FlatSpan[] {
  return [...spans].sort((a, b) =>
    a.startTimeUnixNano < b.startTimeUnixNano ? -1 : a.startTimeUnixNano > b.startTimeUnixNano ? 1 : 0,
  )
}

/** The policy the tail sampler recorded, on the scope or on the span itself; empty when there is none. */
function policyOf(spans: readonly FlatSpan[]): string {
  for (const { scope, attributes } of spans) {
    const policy = scope.attributes[SAMPLING_POLICY_ATTRIBUTE] ?? attributes[SAMPLING_POLICY_ATTRIBUTE]
    if (policy !== undefined) return text(policy)
  }
  return ''
}

/** A trace may have a remote parent: the first span whose parent is not here is the root. */
function rootOf(ordered: readonly FlatSpan[]): FlatSpan {
  const ids = new Set(ordered.map(({ spanId }) => spanId))
  const root =
    ordered.find(({ parentSpanId }) => !parentSpanId) ??
    ordered.find(({ parentSpanId }) => !ids.has(parentSpanId))
  return (root ?? ordered[0]) as FlatSpan
}

function hasRoute(span: FlatSpan): boolean {
  return span.attributes[ATTR.httpRoute] !== undefined
}

function worstStatus(spans: readonly FlatSpan[]): TraceSummary['status'] {
  if (spans.some(({ status }) => status.code === 'ERROR')) return 'ERROR'
  return spans.some(({ status }) => status.code === 'OK') ? 'OK' : 'UNSET'
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value)
}

const minimum = (a: bigint, b: bigint) => (a < b ? a : b)
const maximum = (a: bigint, b: bigint) => (a > b ? a : b)
