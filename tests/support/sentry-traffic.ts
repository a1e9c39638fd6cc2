import { setTimeout as pause } from 'node:timers/promises'
import type { OtlpReceiver } from './send.ts'
import { RefusedError, sendTrace } from './send.ts'
import { type EnvelopeReceiver, envelopeBytes, errorEvent, postEnvelope } from './sentry-envelope.ts'
import type { SpanLiteral, TraceOptions } from './spans.ts'

/** What went out while traffic ran: only what the receiver accepted, in the order it did. */
export interface Traffic extends AsyncDisposable {
  /** Ids of events. */
  readonly events: string[]
  /** Ids of traces that the sampler keeps. */
  readonly traces: string[]
  /** Answers other than 200, with their status. */
  readonly refused: (number | string)[]
  /** What got no answer in time, and so may have been accepted or not. */
  readonly unanswered: string[]
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
    refused: [] as (number | string)[],
    unanswered: [] as string[],
    latencies: [] as number[],
  }

  async function sendEvent(n: number): Promise<void> {
    const event = errorEvent({ extra: { n } })
    const start = performance.now()
    const { status } = await postEnvelope(receiver, envelopeBytes([['event', event]]))
    traffic.latencies.push(performance.now() - start)
    if (status === 200) traffic.events.push(event.event_id)
    else traffic.refused.push(status)
  }
  async function sendFailedTrace(): Promise<void> {
    traffic.traces.push(await sendTrace(receiver, FAILED_REQUEST, trace))
  }
  function giveUp(error: Error): void {
    if (error instanceof RefusedError) traffic.refused.push(error.code)
    else traffic.unanswered.push(error.message)
  }

  async function run(): Promise<void> {
    for (let n = 0; !stopped.signal.aborted; n++) {
      await sendEvent(n).catch(giveUp)
      await sendFailedTrace().catch(giveUp)
      await pause(1000 / rate)
    }
  }
  const running = run()
  async function stop(): Promise<void> {
    stopped.abort()
    await running
  }
  return { ...traffic, stop, [Symbol.asyncDispose]: stop }
}
