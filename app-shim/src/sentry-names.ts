import type { MetricDefinition } from './metric-definition.ts'

/** Attribute keys of errors and of what becomes of them. */
export const SENTRY_ATTR = {
  /** Where Sentry shows the errors of a trace; on a span whose error was sent. */
  url: 'ticketcap.sentry.url',
  /** What became of an envelope. */
  outcome: 'ticketcap.sentry.outcome',
  /** `server` or `browser`. */
  origin: 'ticketcap.sentry.origin',
  /** The collector keeps the trace whatever its policies say. Set for operators that ask with a secret. */
  keep: 'ticketcap.sampling.keep',
} as const

/** Span that stands for an error of the browser, on the trace the browser was in: it makes the sampler keep that trace. */
export const BROWSER_ERROR_SPAN = 'browser.error'

/** Header by which an operator asks that a trace be kept. Its value is the secret of `SIDECAR_KEEP_TRACE_SECRET`. */
export const KEEP_TRACE_HEADER = 'x-ticketcap-keep-trace'

/** Label values: each envelope ends in exactly one outcome. */
export const SENTRY_VALUES = {
  outcome: ['delivered', 'rejected', 'queue_full', 'shutdown'],
  origin: ['server', 'browser'],
} as const

/** Metrics of the way from the app to the Sentry receiver of the collector. */
export const SENTRY_METRIC = {
  envelopes: {
    name: 'ticketcap.sentry.envelopes',
    kind: 'counter',
    unit: '{envelope}',
    description: 'Sentry envelopes by what became of them on the way to the collector.',
    labels: [SENTRY_ATTR.outcome, SENTRY_ATTR.origin],
  },
} as const satisfies Record<string, MetricDefinition>
