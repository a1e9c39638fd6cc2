/**
 * The one vocabulary: every span, attribute and metric name that this product emits or reads.
 *
 * YAML, alerts, dashboards, console and tests resolve their names to this file; a test checks it.
 * Names follow the OpenTelemetry semantic conventions where one exists; the rest lives under `ticketcap.`.
 */
import type { MetricDefinition } from './metric-definition.ts'

export { COLLECT_ATTR, COLLECT_METRIC, COLLECT_VALUES } from './collect-names.ts'
export type { MetricDefinition } from './metric-definition.ts'
export {
  DATABASE_CLIENT_METRIC,
  GC_BUCKETS_SECONDS,
  RUNTIME_ATTR,
  RUNTIME_METRIC,
  RUNTIME_VALUES,
} from './runtime-names.ts'
export {
  BROWSER_ERROR_SPAN,
  KEEP_TRACE_HEADER,
  SENTRY_ATTR,
  SENTRY_METRIC,
  SENTRY_VALUES,
} from './sentry-names.ts'

/** Attribute keys. */
export const ATTR = {
  httpRoute: 'http.route',
  httpMethod: 'http.request.method',
  httpStatus: 'http.response.status_code',
  errorType: 'error.type',
  userId: 'user.id',
  requestId: 'http.request.header.x-request-id',
  eventId: 'ticketcap.event.id',
  registrationSpots: 'ticketcap.registration.spots',
  registrationStatus: 'ticketcap.registration.status',
  paymentAmount: 'ticketcap.payment.amount',
  paymentCurrency: 'ticketcap.payment.currency',
  paymentStatus: 'ticketcap.payment.status',
  capacityRaceOutcome: 'ticketcap.capacity_race.outcome',
  databaseErrorKind: 'ticketcap.database.error.kind',
} as const

/** Span names made by the shim. */
export const SPAN = {
  registration: 'registration.process',
  payment: 'payment.process',
  collect: 'metrics.collect',
} as const

/** Bounded label values. A value outside its list is recorded as `other`. */
export const VALUES = {
  registrationStatus: ['CONFIRMED', 'WAITLISTED', 'CANCELLED', 'REJECTED', 'FAILED'],
  paymentStatus: ['COMPLETED', 'DECLINED', 'FAILED', 'TIMEOUT', 'REFUNDED'],
  currency: ['ILS', 'USD', 'EUR', 'GBP'],
  capacityRaceOutcome: ['prevented', 'oversold'],
  databaseErrorKind: ['connection', 'timeout', 'pool_exhausted', 'query'],
} as const

/** The label value for anything outside a bounded list. */
export const OTHER = 'other'

/** Metrics made by the shim. */
export const METRIC = {
  apiDuration: {
    name: 'ticketcap.api.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Time an API route took, as the app measured it.',
    labels: [ATTR.httpRoute, ATTR.httpMethod, ATTR.httpStatus],
  },
  registrations: {
    name: 'ticketcap.registrations',
    kind: 'counter',
    unit: '{registration}',
    description: 'Registrations by final status.',
    labels: [ATTR.registrationStatus],
  },
  registrationDuration: {
    name: 'ticketcap.registration.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Time a registration took.',
    labels: [ATTR.registrationStatus],
  },
  payments: {
    name: 'ticketcap.payments',
    kind: 'counter',
    unit: '{payment}',
    description: 'Payment attempts by final status.',
    labels: [ATTR.paymentStatus, ATTR.paymentCurrency],
  },
  paymentAmount: {
    name: 'ticketcap.payment.amount',
    kind: 'counter',
    unit: '{minor_unit}',
    description: 'Money taken, in the minor unit of the currency (agorot, cents).',
    labels: [ATTR.paymentStatus, ATTR.paymentCurrency],
  },
  paymentDuration: {
    name: 'ticketcap.payment.duration',
    kind: 'histogram',
    unit: 's',
    description: 'Time a payment took.',
    labels: [ATTR.paymentStatus],
  },
  databaseErrors: {
    name: 'ticketcap.database.errors',
    kind: 'counter',
    unit: '{error}',
    description: 'Database errors by kind.',
    labels: [ATTR.databaseErrorKind],
  },
  tenantIsolationFailures: {
    name: 'ticketcap.tenant.isolation_failures',
    kind: 'counter',
    unit: '{failure}',
    description: 'Reads or writes that crossed a tenant border.',
    labels: [],
  },
  tenantBlockedAccesses: {
    name: 'ticketcap.tenant.blocked_accesses',
    kind: 'counter',
    unit: '{access}',
    description: 'Requests for what belongs to another tenant that were turned away.',
    labels: [],
  },
  capacityRaces: {
    name: 'ticketcap.capacity.races',
    kind: 'counter',
    unit: '{race}',
    description: 'Two buyers met at the last seats: prevented by the lock, or oversold.',
    labels: [ATTR.capacityRaceOutcome],
  },
  eventCapacity: {
    name: 'ticketcap.event.capacity',
    kind: 'gauge',
    unit: '{seat}',
    description: 'Seats of a live event.',
    labels: [ATTR.eventId],
  },
  eventSold: {
    name: 'ticketcap.event.sold',
    kind: 'gauge',
    unit: '{seat}',
    description: 'Seats taken in a live event.',
    labels: [ATTR.eventId],
  },
} as const satisfies Record<string, MetricDefinition>

/**
 * Metrics that the OpenTelemetry SDK in the app sends about its span queue, one set per batch on the way.
 * `error.type="queue_full"` counts dropped spans.
 */
export const SDK_METRIC = {
  spansProcessed: {
    name: 'otel.sdk.processor.span.processed',
    kind: 'counter',
    unit: '{span}',
    description: 'The number of spans for which the processing has finished, either successful or failed.',
    labels: [ATTR.errorType],
  },
  spanQueueSize: {
    name: 'otel.sdk.processor.span.queue.size',
    kind: 'gauge',
    unit: '{span}',
    description: 'Spans that wait in the queue of the app.',
    labels: [],
  },
  spanQueueCapacity: {
    name: 'otel.sdk.processor.span.queue.capacity',
    kind: 'gauge',
    unit: '{span}',
    description: 'Spans that fit the queue of the app.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>

/**
 * Histogram edges in seconds. 2 and 5 are the alert thresholds of the promised alerts
 * (API p95 over 2 s, payment p95 over 5 s): a percentile is exact only at an edge.
 */
export const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] as const

/** Request metrics the collector derives from 100 % of spans (span_metrics connector). */
export const SPAN_METRIC = {
  namespace: 'traces.span.metrics',
  calls: 'traces_span_metrics_calls_total',
  duration: 'traces_span_metrics_duration_seconds',
} as const

/** Attribute the tail sampler writes on the scope of a kept span: the policy that kept it. */
export const SAMPLING_POLICY_ATTRIBUTE = 'tailsampling.policy'
