import { setTimeout as pause } from 'node:timers/promises'
import type { OtlpReceiver } from './send.ts'
import { sendTrace } from './send.ts'
import { type EnvelopeReceiver, envelopeBytes, errorEvent, postEnvelope } from './sentry-envelope.ts'
import type { SpanLiteral, TraceOptions } from './spans.ts'

/** What went out while traffic ran: only what the receiver accepted, in the order it did. */
export interface Traffic {
  /** Ids of events. */
  readonly events: string[]
  /** Ids of traces that the sampler keeps. */
  readonly traces: string[]
  /** Answers other than 200, with their status. */
  readonly refused: number[]
  /** Milliseconds until the receiver answered an envelope. */
  readonly latencies: number[]
  /** Ends it, and waits for the last answer. */
  stop(): Promise<void>
}

const FAILED_REQUEST: SpanLiteral = { name: 'GET /fails', kind: 'SERVER', status: 'ERROR' }

/** Sends errors, each followed by its failed trace of one span, one after another, `rate` a second (default 25). */
export function startTraffic(
  receiver: EnvelopeReceiver & OtlpReceiver,
  rate = 25,
  trace: Omit<TraceOptions, 'traceId'> = {},
): Traffic {
  const stopped = new AbortController()
  const traffic = {
    events: [] as string[],
    traces: [] as string[],
    refused: [] as number[],
    latencies: [] as number[],
  }

  async function run(): Promise<void> {
    for (let n = 0; !stopped.signal.aborted; n++) {
      const event = errorEvent({ extra: { n } })
      const start = performance.now()
      const { status } = await postEnvelope(receiver, envelopeBytes([['event', event]]))
      traffic.latencies.push(performance.now() - start)
      if (status === 200) traffic.events.push(event.event_id)
      else traffic.refused.push(status)
      traffic.traces.push(await sendTrace(receiver, FAILED_REQUEST, trace))
      await pause(1000 / rate)
    }
  }
  const running = run()
  return {
    ...traffic,
    async stop() {
      stopped.abort()
      await running
    },
  }
}
