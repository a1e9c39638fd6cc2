import { expect, test } from 'vitest'
import { startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { ownMetrics } from './support/own-metrics.ts'
import { sendTrace } from './support/send.ts'
import { errorEvent, sendEnvelope } from './support/sentry-envelope.ts'
import { startSink } from './support/sink.ts'
import { newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const { SENTRY_TEST_DSN, SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT, SENTRY_URL } = process.env
const DSN_MISSING = 'SENTRY_TEST_DSN names no test project of a real Sentry'
const TOKEN_MISSING = 'SENTRY_AUTH_TOKEN, SENTRY_ORG and SENTRY_PROJECT are needed to read the error back'
const EMAIL = 'dana.levi@example.com'
/** Sentry shows an event some time after it has taken it. */
const SHOWN_MS = 90_000

test('a real Sentry acknowledges an error and its trace', async (context) => {
  if (!SENTRY_TEST_DSN) return context.skip(DSN_MISSING)
  await sendToSentry(SENTRY_TEST_DSN)
})

test('a real Sentry gives the error back on its trace, without what is personal', async (context) => {
  if (!SENTRY_TEST_DSN) return context.skip(DSN_MISSING)
  if (!SENTRY_AUTH_TOKEN || !SENTRY_ORG || !SENTRY_PROJECT) return context.skip(TOKEN_MISSING)
  const { eventId, traceId } = await sendToSentry(SENTRY_TEST_DSN)
  const address = `${SENTRY_URL ?? 'https://sentry.io'}/api/0/projects/${SENTRY_ORG}/${SENTRY_PROJECT}/events/${eventId}/`
  const event = await waitFor(
    async () => {
      const response = await fetch(address, { headers: { authorization: `Bearer ${SENTRY_AUTH_TOKEN}` } })
      const text = await response.text()
      return (
        response.ok &&
        (JSON.parse(text) as { contexts?: { trace?: { trace_id?: string } }; user?: { id?: string } })
      )
    },
    { deadline: SHOWN_MS, describe: () => `Sentry does not show the event ${eventId}.` },
  )
  expect(event.contexts?.trace?.trace_id).toBe(traceId)
  expect(event.user?.id).toBe('u-4711')
  expect(JSON.stringify(event)).not.toContain(EMAIL)
})

/** Sends an error and its failed trace through the shipped collector; both are acknowledged when this returns. */
async function sendToSentry(dsn: string): Promise<{ eventId: string; traceId: string }> {
  const metricsPort = await freePort()
  await using sink = await startSink()
  await using collector = await startCollector({
    traces: sink,
    env: { SENTRY_DSN: dsn, SIDECAR_METRICS_PORT: String(metricsPort) },
  })
  const traceId = newTraceId()
  const event = errorEvent({
    message: `opt-in test, sent for ${EMAIL}`,
    user: { id: 'u-4711', email: EMAIL },
    contexts: { trace: { trace_id: traceId, span_id: '00f067aa0ba902b7' } },
  })
  await sendEnvelope(collector, [['event', event]])
  await sendTrace(collector, { name: 'GET /opt-in', kind: 'SERVER', status: 'ERROR' }, { traceId })
  await waitFor(
    async () => {
      const own = await ownMetrics(metricsPort)
      const delivered = (item_type: string) =>
        own.sum('otelcol_exporter_sentry_items_total', { item_type, outcome: 'delivered' })
      return delivered('event') === 1 && delivered('otlp_span') >= 1
    },
    {
      deadline: SHOWN_MS,
      describe: async () => `${(await ownMetrics(metricsPort)).lines('sentry')}\n${collector.output}`,
    },
  )
  return { eventId: event.event_id, traceId }
}
