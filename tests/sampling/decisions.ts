import { expect } from 'vitest'
import type { Collector } from '../support/collector.ts'
import { policiesOf } from '../support/sampled.ts'
import { sendTrace } from '../support/send.ts'
import type { Sink } from '../support/sink.ts'
import type { SpanLiteral } from '../support/spans.ts'
import { drawTrees } from '../support/trace-tree.ts'
import { waitFor } from '../support/wait-for.ts'

/** A collector and the backend its kept traces go to. */
export interface Sampled {
  collector: Collector
  sink: Sink
}

/** A request that no policy has a reason to keep. */
export function request(over: Partial<SpanLiteral> = {}): SpanLiteral {
  return {
    name: 'GET /api/events',
    kind: 'SERVER',
    ...over,
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.route': '/api/events',
      'url.path': '/api/events',
      ...over.attributes,
    },
  }
}

/** Waits until `spans` spans of the trace are kept and returns the policy that all of them name. */
export async function keptBy({ sink }: Sampled, traceId: string, spans = 1): Promise<unknown> {
  const kept = await waitFor(() => sink.trace(traceId).length >= spans && sink.trace(traceId), {
    describe: () =>
      `${sink.trace(traceId).length} of ${spans} spans of ${traceId} arrived.\n${drawTrees(sink.spans)}`,
  })
  expect(kept).toHaveLength(spans)
  const policies = policiesOf(kept)
  return policies.length === 1 ? policies[0] : policies
}

/** Waits until everything that was sent before has been decided: a trace sent after it has arrived. */
export async function everythingIsDecided(to: Sampled): Promise<void> {
  const later = await sendTrace(to.collector, request({ status: 'ERROR' }))
  await keptBy(to, later)
}
