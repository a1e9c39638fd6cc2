import { randomBytes } from 'node:crypto'
import { isSpanContextValid, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { Scope } from '@sentry/core'
import type { ErrorDetails, ErrorPort } from '../../error-port.ts'
import { BROWSER_ERROR_SPAN, SENTRY_ATTR } from '../../sentry-names.ts'
import type { SentrySettings } from '../../sentry-settings.ts'
import type { sentryClient } from './client.ts'
import { issuesLink, traceLink } from './links.ts'
import { requestFacts } from './request-facts.ts'
import { type RequestRecords, scopeOf } from './request-records.ts'

const HANDLED = { type: 'generic', handled: true }
/** Longer trails cost memory for as long as their request lives. */
const MAX_BREADCRUMBS = 50

export interface ErrorPortOptions {
  readonly client: ReturnType<typeof sentryClient>
  readonly records: RequestRecords
  readonly settings: SentrySettings
  readonly forward: (envelope: Uint8Array) => boolean
}

/** Sends errors with what is known about the request and the trace they happened in. */
export function errorPort({ client, records, settings, forward }: ErrorPortOptions): ErrorPort {
  const onScope = (change: (scope: Scope) => void) => {
    const record = records.current()
    // Outside of a request there is nobody to tie it to; the process would keep it for everybody.
    if (record) change(scopeOf(record))
  }
  return {
    beginRequest: records.begin,
    setUser: (id) => onScope((scope) => scope.setUser({ id })),
    setTag: (key, value) => onScope((scope) => scope.setTag(key, value)),
    addBreadcrumb: (message, data) =>
      onScope((scope) =>
        scope.addBreadcrumb({ message, data: { ...data }, timestamp: Date.now() / 1000 }, MAX_BREADCRUMBS),
      ),
    captureError(error, details = {}) {
      const record = records.current()
      const scope = record?.scope?.clone() ?? new Scope()
      onActiveTrace(scope, settings)
      describe(scope, details, record && requestFacts(record))
      const hint = { originalException: error, mechanism: details.mechanism ?? HANDLED }
      records.outside(() => client.captureException(error, hint, scope))
    },
    forward(envelope, errorTraceId) {
      if (errorTraceId !== undefined) markBrowserError(errorTraceId, settings)
      return forward(envelope)
    },
  }
}

/** Puts a failed span on the trace of a page, so that the sampler keeps the trace that the error points to. */
function markBrowserError(traceId: string, settings: SentrySettings): void {
  const page = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  }
  const span = trace
    .getTracer('@ticketcap/telemetry')
    .startSpan(BROWSER_ERROR_SPAN, {}, trace.setSpanContext(ROOT_CONTEXT, page))
  const toIssues = issuesLink(settings, traceId)
  if (toIssues) span.setAttribute(SENTRY_ATTR.url, toIssues)
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

/** Ties the error to the active trace and both to each other by links. */
function onActiveTrace(scope: Scope, settings: SentrySettings): void {
  const span = trace.getActiveSpan()
  const context = span?.spanContext()
  if (span === undefined || context === undefined || !isSpanContextValid(context)) return
  const { traceId, spanId } = context
  scope.setPropagationContext({ traceId, propagationSpanId: spanId, sampleRand: 0 })
  const toTrace = traceLink(settings, traceId, Date.now())
  if (toTrace) scope.setContext('grafana', { trace: toTrace })
  const toIssues = issuesLink(settings, traceId)
  if (toIssues) span.setAttribute(SENTRY_ATTR.url, toIssues)
}

function describe(scope: Scope, details: ErrorDetails, facts: ReturnType<typeof requestFacts>): void {
  scope.setLevel(details.level ?? 'error')
  const transaction = details.transaction ?? facts?.transaction
  if (transaction) scope.setTransactionName(transaction)
  if (details.context) scope.setContext('nextjs', { ...details.context })
  if (facts) {
    const { request } = facts
    scope.addEventProcessor((event) => ({ ...event, request }))
  }
}
