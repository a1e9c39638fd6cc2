import { randomBytes, randomInt } from 'node:crypto'

/** What doctor sends to see it arrive. `body` is what the app would post. */
export interface Marked {
  readonly kind: 'trace' | 'metric' | 'error'
  readonly body: string
  readonly contentType: string
  /** What it is found by. */
  readonly mark: string
}

/** Made up, and in every item: whoever finds it in a backend knows that nothing was scrubbed. */
export const PERSONAL = 'doctor.probe@example.com'
/** As Prometheus names it. */
export const PROBE_METRIC = 'ticketcap_doctor_probe'

const RESOURCE = { attributes: [{ key: 'service.name', value: { stringValue: 'sidecar-doctor' } }] }
const SCOPE = { name: 'sidecar doctor' }
const MILLISECOND = 1_000_000n

/** One item of each kind, marked afresh. */
export function markedItems(now = Date.now()): Marked[] {
  const traceId = randomBytes(16).toString('hex')
  return [markedTrace(traceId, now), markedMetric(now), markedError(now)]
}

/** A failed span: the sampler keeps errors, so its absence is a finding and no bad luck. */
function markedTrace(traceId: string, now: number): Marked {
  const end = BigInt(now) * MILLISECOND
  const span = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: 'doctor.probe',
    kind: 1,
    startTimeUnixNano: String(end - MILLISECOND),
    endTimeUnixNano: String(end),
    status: { code: 2, message: 'asked for by sidecar doctor' },
    attributes: [{ key: 'doctor.note', value: { stringValue: PERSONAL } }],
  }
  const body = { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [span] }] }] }
  return { kind: 'trace', body: JSON.stringify(body), contentType: 'application/json', mark: traceId }
}

/** A gauge with a value nobody else sent: one series, however often doctor runs. */
function markedMetric(now: number): Marked {
  const value = randomInt(1, 1_000_000)
  const point = { timeUnixNano: String(BigInt(now) * MILLISECOND), asInt: String(value) }
  const metric = {
    name: PROBE_METRIC,
    description: `Sent by sidecar doctor ${PERSONAL}`,
    gauge: { dataPoints: [point] },
  }
  const body = {
    resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics: [metric] }] }],
  }
  return { kind: 'metric', body: JSON.stringify(body), contentType: 'application/json', mark: String(value) }
}

/** An error event as a Sentry SDK posts it. */
function markedError(now: number): Marked {
  const eventId = randomBytes(16).toString('hex')
  const event = {
    event_id: eventId,
    timestamp: now / 1000,
    platform: 'node',
    level: 'info',
    environment: 'doctor',
    message: `sidecar doctor ${PERSONAL}`,
    contexts: {
      trace: { trace_id: randomBytes(16).toString('hex'), span_id: randomBytes(8).toString('hex') },
    },
  }
  const lines = [
    { event_id: eventId, sent_at: new Date(now).toISOString() },
    { type: 'event', content_type: 'application/json' },
    event,
  ]
  const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
  return { kind: 'error', body, contentType: 'application/x-sentry-envelope', mark: eventId }
}
