import type { FlatSpan } from '@ticketcap/otlp'
import { type ConsoleLimits, DEFAULT_LIMITS } from './limits.ts'
import { spanSize } from './span-size.ts'
import { summarise, type TraceSummary } from './summary.ts'

/** Which traces a list shows; an absent member does not filter. */
export interface TraceFilter {
  /** At most this many, newest first. */
  limit: number
  route?: string
  status?: TraceSummary['status']
  policy?: string
  service?: string
  /** Part of the root name, route or trace id, in any case. */
  text?: string
}

/** What the store holds and what it had to let go. */
interface StoreCounts {
  traces: number
  spans: number
  bytes: number
  /** Traces pushed out by newer ones. */
  evictedTraces: number
  evictedSpans: number
  /** Spans beyond the limit of their own trace. */
  droppedSpans: number
}

/** Traces in memory, merged by trace id, bounded by spans and bytes: the oldest trace goes first. */
export interface TraceStore {
  add(spans: readonly FlatSpan[]): void
  /** Newest first. */
  list(filter: TraceFilter): TraceSummary[]
  /** Undefined when the trace never came or was evicted. */
  get(traceId: string): readonly FlatSpan[] | undefined
  counts(): StoreCounts
}

interface Entry {
  spans: Map<string, FlatSpan>
  bytes: number
  summary?: TraceSummary
}

export function createTraceStore(limits: ConsoleLimits = DEFAULT_LIMITS): TraceStore {
  // A Map keeps the order of arrival: its first entry is the oldest trace.
  const traces = new Map<string, Entry>()
  const counts: StoreCounts = {
    traces: 0,
    spans: 0,
    bytes: 0,
    evictedTraces: 0,
    evictedSpans: 0,
    droppedSpans: 0,
  }

  function addSpan(span: FlatSpan): void {
    let entry = traces.get(span.traceId)
    if (!entry) {
      entry = { spans: new Map(), bytes: 0 }
      traces.set(span.traceId, entry)
    }
    const size = spanSize(span)
    // A delivery that is repeated brings the same span id: the later copy stands.
    const before = entry.spans.get(span.spanId)
    if (before) change(entry, -1, -spanSize(before))
    else if (entry.spans.size >= limits.maxSpansPerTrace) {
      counts.droppedSpans++
      return
    }
    entry.spans.set(span.spanId, span)
    change(entry, 1, size)
    entry.summary = undefined
  }

  function change(entry: Entry, spans: number, bytes: number): void {
    entry.bytes += bytes
    counts.bytes += bytes
    counts.spans += spans
  }

  function evict(): void {
    for (const [traceId, entry] of traces) {
      const fits = counts.spans <= limits.maxSpans && counts.bytes <= limits.maxBytes
      if (fits || traces.size === 1) return
      traces.delete(traceId)
      change(entry, -entry.spans.size, -entry.bytes)
      counts.evictedTraces++
      counts.evictedSpans += entry.spans.size
    }
  }

  function summaryOf(traceId: string, entry: Entry): TraceSummary {
    entry.summary ??= summarise(traceId, [...entry.spans.values()])
    return entry.summary
  }

  return {
    add(spans) {
      for (const span of spans) {
        addSpan(span)
        evict()
      }
    },
    list(filter) {
      const found: TraceSummary[] = []
      for (const [traceId, entry] of [...traces].reverse()) {
        if (found.length >= filter.limit) break
        const summary = summaryOf(traceId, entry)
        if (matches(summary, filter)) found.push(summary)
      }
      return found
    },
    get: (traceId) => {
      const entry = traces.get(traceId)
      return entry && [...entry.spans.values()]
    },
    counts: () => ({ ...counts, traces: traces.size }),
  }
}

function matches(summary: TraceSummary, { route, status, policy, service, text }: TraceFilter): boolean {
  if (route !== undefined && summary.route !== route) return false
  if (status !== undefined && summary.status !== status) return false
  if (policy !== undefined && summary.policy !== policy) return false
  if (service !== undefined && summary.service !== service) return false
  if (!text) return true
  const needle = text.toLowerCase()
  return [summary.rootName, summary.title, summary.route, summary.traceId].some((part) =>
    part.toLowerCase().includes(needle),
  )
}
