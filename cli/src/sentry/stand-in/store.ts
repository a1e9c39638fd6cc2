import type { FlatSpan, LogRecord, LogsRequest } from '@ticketcap/otlp'
import type { Envelope, EnvelopeItem } from './envelope.ts'
import { type ErrorSummary, summariseError } from './error-summary.ts'

/** One envelope and when it came. */
export interface ReceivedEnvelope extends Envelope {
  receivedAt: Date
  /** Bytes, unpacked. */
  size: number
}

/** Everything of one trace. */
export interface JoinedTrace {
  traceId: string
  errors: ErrorSummary[]
  /** Types of all items that carry the trace id. */
  itemTypes: string[]
  spans: FlatSpan[]
  logs: LogRecord[]
}

/** How much is kept; the oldest goes first. */
export interface StandInLimits {
  /** Default 2,000. */
  maxEnvelopes: number
  /** Bytes of envelopes, unpacked. Default 64 MiB. */
  maxBytes: number
  /** Default 20,000. */
  maxSpans: number
}

const DEFAULT_STAND_IN_LIMITS: StandInLimits = {
  maxEnvelopes: 2000,
  maxBytes: 64 * 1024 * 1024,
  maxSpans: 20_000,
}

/** What the stand-in got, in the order it came. */
export class StandInStore {
  readonly envelopes: ReceivedEnvelope[] = []
  readonly spans: FlatSpan[] = []
  readonly logs: LogRecord[] = []
  readonly #limits: StandInLimits
  #bytes = 0

  constructor(limits: StandInLimits = DEFAULT_STAND_IN_LIMITS) {
    this.#limits = limits
  }

  addEnvelope(envelope: Envelope, size: number): void {
    this.envelopes.push({ ...envelope, size, receivedAt: new Date() })
    this.#bytes += size
    while (this.envelopes.length > this.#limits.maxEnvelopes || this.#bytes > this.#limits.maxBytes) {
      this.#bytes -= this.envelopes.shift()?.size ?? 0
    }
  }

  addSpans(spans: readonly FlatSpan[]): void {
    this.spans.push(...spans)
    this.spans.splice(0, Math.max(0, this.spans.length - this.#limits.maxSpans))
  }

  addLogs({ resourceLogs }: LogsRequest): void {
    const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
    this.logs.push(...records)
    this.logs.splice(0, Math.max(0, this.logs.length - this.#limits.maxSpans))
  }

  /** Every item of a type, or every item. */
  items(type?: string): EnvelopeItem[] {
    const all = this.envelopes.flatMap(({ items }) => items)
    return type === undefined ? all : all.filter((item) => item.type === type)
  }

  /** Error events, newest first. */
  errors({ limit = 50, traceId }: { limit?: number; traceId?: string } = {}): ErrorSummary[] {
    const found: ErrorSummary[] = []
    for (const { items, receivedAt } of this.envelopes.toReversed()) {
      for (const item of items) {
        if (item.type !== 'event') continue
        const summary = summariseError(item, receivedAt)
        if (traceId === undefined || summary.traceId === traceId) found.push(summary)
        if (found.length >= limit) return found
      }
    }
    return found
  }

  /** Everything that carries a trace id. */
  trace(traceId: string): JoinedTrace {
    const items = this.items().filter((item) => traceIdOf(item) === traceId)
    return {
      traceId,
      errors: this.errors({ limit: this.envelopes.length, traceId }),
      itemTypes: items.map(({ type }) => type),
      spans: this.spans.filter((span) => span.traceId === traceId),
      logs: this.logs.filter((record) => record.traceId === traceId),
    }
  }
}

function traceIdOf({ json }: EnvelopeItem): string | undefined {
  return (json as { contexts?: { trace?: { trace_id?: string } } } | undefined)?.contexts?.trace?.trace_id
}
