import { setTimeout as pause } from 'node:timers/promises'
import { sendTraces } from '../support/send.ts'
import { envelopeBytes, errorEvent, postEnvelope } from '../support/sentry-envelope.ts'
import { newTraceId, type SpanLiteral, traceOf } from '../support/spans.ts'
import type { Lives } from './lives.ts'

/** Spans of each trace below: a failed request, which the sampler always keeps. */
export const SPANS_OF_A_TRACE = 4
const TRACES_OF_A_BATCH = 5
const FAILED_REQUEST: SpanLiteral = {
  name: 'POST /api/orders',
  kind: 'SERVER',
  status: 'ERROR',
  children: [
    { name: 'payment.process', children: [{ name: 'POST', kind: 'CLIENT' }] },
    { name: 'INSERT', kind: 'CLIENT' },
  ],
}

/** What a sender knows of its traffic. */
export interface Acknowledged {
  /** Ids of traces that were answered with success. */
  readonly traces: string[]
  /** Ids of events that were answered with success. */
  readonly events: string[]
  /** Batches without an answer, or refused: nobody promised anything about them. */
  readonly unanswered: number
}

/** Sends batches of failed requests, and an error event with each, until it is stopped; `rate` batches a second. */
export function startSender(to: Lives['receiver'], rate: number): { stop(): Promise<Acknowledged> } {
  const stopped = new AbortController()
  const traces: string[] = []
  const events: string[] = []
  let unanswered = 0

  async function sendOne(): Promise<void> {
    const ids = Array.from({ length: TRACES_OF_A_BATCH }, newTraceId)
    const resourceSpans = ids.flatMap((traceId) => traceOf(FAILED_REQUEST, { traceId }).resourceSpans ?? [])
    const event = errorEvent()
    const [batch, envelope] = await Promise.allSettled([
      sendTraces(to, { resourceSpans }),
      postEnvelope(to, envelopeBytes([['event', event]])),
    ])
    if (batch.status === 'fulfilled') traces.push(...ids)
    else unanswered++
    if (envelope.status === 'fulfilled' && envelope.value.status === 200) events.push(event.event_id)
  }

  async function run(): Promise<void> {
    const open = new Set<Promise<void>>()
    while (!stopped.signal.aborted) {
      const one: Promise<void> = sendOne().finally(() => open.delete(one))
      open.add(one)
      await pause(1000 / rate)
    }
    await Promise.all(open)
  }
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
      return { traces, events, unanswered }
    },
  }
}
