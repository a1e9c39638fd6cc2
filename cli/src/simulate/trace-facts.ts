import type { AnyValue, Span, TracesRequest } from '@ticketcap/otlp'
import { SAMPLING_POLICY_ATTRIBUTE, SPAN } from '../../../app-shim/src/names.ts'

/** Classes of traces that are to be kept whole, whatever the share of the others. */
export const CLASSES = ['error', 'slow', 'payment', 'registration', 'incident'] as const
export type TraceClass = (typeof CLASSES)[number]

/** What is known about a trace from its spans alone, whoever decided about it. */
export interface TraceFacts {
  spans: number
  startNanos: bigint
  endNanos: bigint
  /** First and last arrival, in milliseconds since the epoch. */
  firstAt: number
  lastAt: number
  error: boolean
  payment: boolean
  registration: boolean
  incident: boolean
  /** `GET /api/events`: of the server span that began first. */
  route: string
  /** HTTP status of that span. */
  status: number
  routeStart: bigint
  durationMs: number
  paymentFailed: boolean
  paymentMs: number
  /** The policy that kept it; empty before sampling. */
  policy: string
}

const INCIDENTS = new Set(['ticketcap.tenant.isolation_failures', 'ticketcap.capacity.races'])
const SERVER = 2
const ERROR = 2

/** Adds the spans of one request to what is known about their traces. */
export function addFacts(
  traces: Map<string, TraceFacts>,
  { resourceSpans }: TracesRequest,
  at: number,
): void {
  for (const { scopeSpans } of resourceSpans)
    for (const { scope, spans } of scopeSpans) {
      const policy = text(scope?.attributes.find(({ key }) => key === SAMPLING_POLICY_ATTRIBUTE)?.value)
      for (const span of spans) addSpan(traces, span, at, policy)
    }
}

function addSpan(traces: Map<string, TraceFacts>, span: Span, at: number, policy: string): void {
  let trace = traces.get(span.traceId)
  if (!trace) {
    trace = newFacts(span, at)
    traces.set(span.traceId, trace)
  }
  trace.spans += 1
  trace.lastAt = Math.max(trace.lastAt, at)
  if (span.startTimeUnixNano < trace.startNanos) trace.startNanos = span.startTimeUnixNano
  if (span.endTimeUnixNano > trace.endNanos) trace.endNanos = span.endTimeUnixNano
  const failed = span.status?.code === ERROR
  trace.error ||= failed
  if (policy) trace.policy ||= policy
  if (span.name === SPAN.payment) {
    trace.payment = true
    trace.paymentFailed ||= failed
    trace.paymentMs = milliseconds(span)
  }
  trace.registration ||= span.name === SPAN.registration
  trace.incident ||= span.events.some(isIncident)
  if (span.kind === SERVER && (trace.routeStart === 0n || span.startTimeUnixNano < trace.routeStart)) {
    trace.routeStart = span.startTimeUnixNano
    trace.route = span.name
    trace.durationMs = milliseconds(span)
    trace.status = Number(
      span.attributes.find(({ key }) => key === 'http.response.status_code')?.value?.intValue ?? 0,
    )
  }
}

function isIncident({ name, attributes }: Span['events'][number]): boolean {
  if (!INCIDENTS.has(name)) return false
  return !attributes.some(
    ({ key, value }) => key === 'ticketcap.capacity_race.outcome' && text(value) === 'prevented',
  )
}

function newFacts(span: Span, at: number): TraceFacts {
  return {
    spans: 0,
    startNanos: span.startTimeUnixNano,
    endNanos: span.endTimeUnixNano,
    firstAt: at,
    lastAt: at,
    error: false,
    payment: false,
    registration: false,
    incident: false,
    route: '',
    status: 0,
    routeStart: 0n,
    durationMs: 0,
    paymentFailed: false,
    paymentMs: 0,
    policy: '',
  }
}

/** The classes a trace belongs to; `slowMs` as the candidate draws the line. */
export function classesOf(trace: TraceFacts, slowMs: number): TraceClass[] {
  const slow = Number(trace.endNanos - trace.startNanos) / 1e6 > slowMs
  return CLASSES.filter((name) => (name === 'slow' ? slow : trace[name]))
}

const milliseconds = (span: Span) => Number(span.endTimeUnixNano - span.startTimeUnixNano) / 1e6
const text = (value: AnyValue | undefined) => value?.stringValue ?? ''
