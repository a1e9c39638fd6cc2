import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'

/**
 * Spreads ended spans over several batch processors, a full batch to each in turn.
 *
 * A batch processor sends one batch at a time and waits for the answer. With a busy event loop the answer is seen
 * late, and spans end faster than they leave. With several lanes as many batches are on the way; at low rates one
 * lane does all the work, because a lane is left only when it has got a full batch.
 */
export function spanLanes(lanes: readonly SpanProcessor[], batchSize: number): SpanProcessor {
  let lane = 0
  let given = 0
  const all = async (work: (processor: SpanProcessor) => Promise<void>) => {
    await Promise.all(lanes.map(work))
  }
  return {
    onStart(_span: Span) {},
    onEnd(span: ReadableSpan) {
      lanes[lane]?.onEnd(span)
      given += 1
      if (given < batchSize) return
      given = 0
      lane = (lane + 1) % lanes.length
    },
    forceFlush: () => all((processor) => processor.forceFlush()),
    shutdown: () => all((processor) => processor.shutdown()),
  }
}
