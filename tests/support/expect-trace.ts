import type { FlatSpan } from '@ticketcap/otlp'
import { type ExpectedSpan, mismatch } from './match-tree.ts'
import { drawTrees } from './trace-tree.ts'
import { waitFor } from './wait-for.ts'

/** Anything that holds spans: the sink of this package, or a client of a trace backend. */
export interface TraceSource {
  /** The spans of one trace; an empty list when the trace is not there (yet). */
  trace(traceId: string): FlatSpan[] | Promise<FlatSpan[]>
  /** Every span that arrived, for the failure report. */
  readonly spans?: readonly FlatSpan[]
}

/**
 * Waits until the trace holds a tree like `expected` and returns its spans.
 *
 * @throws Error after the deadline (default 15,000 ms) that says where the tree differs and draws the trees
 *   that did arrive.
 * @example
 * await expectTrace(sink, traceId, {
 *   name: 'POST /api/orders', kind: 'SERVER',
 *   children: [{ name: 'payment.process', attributes: { 'ticketcap.payment.currency': 'ILS' } }],
 * })
 */
export async function expectTrace(
  source: TraceSource,
  traceId: string,
  expected: ExpectedSpan,
  { deadline }: { deadline?: number } = {},
): Promise<FlatSpan[]> {
  return waitFor(
    async () => {
      const spans = await source.trace(traceId)
      return mismatch(spans, expected) === undefined && spans
    },
    { deadline, describe: async () => report(await source.trace(traceId), source, traceId, expected) },
  )
}

function report(spans: FlatSpan[], source: TraceSource, traceId: string, expected: ExpectedSpan): string {
  if (spans.length > 0) return `${mismatch(spans, expected)}\nWhat arrived:\n${drawTrees(spans)}`
  return `No span of trace ${traceId} arrived. What did arrive:\n${drawTrees(source.spans ?? [])}`
}
