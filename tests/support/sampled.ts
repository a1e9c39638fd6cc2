import type { FlatSpan } from '@ticketcap/otlp'
import type { TraceSource } from './expect-trace.ts'
import { drawTrees } from './trace-tree.ts'
import { waitFor } from './wait-for.ts'

/** Where the tail sampler writes the policy that kept a trace, with its feature gate `recordpolicy`. */
const POLICY_ATTRIBUTE = 'tailsampling.policy'

/** The policies that spans name on their scope, each once; `undefined` among them when a span names none. */
export function policiesOf(spans: readonly FlatSpan[]): unknown[] {
  return [...new Set(spans.map(({ scope }) => scope.attributes[POLICY_ATTRIBUTE]))]
}

/**
 * Expects that a trace was left out. A sampler decides in the order of arrival, so when a trace that was sent later is
 * there, this one has been decided.
 *
 * @param options.after id of a trace that was sent later and is kept; waited for, 15 s by default
 * @throws Error that draws the spans of the trace that should not be there
 */
export async function expectNoTrace(
  source: TraceSource,
  traceId: string,
  { after, deadline }: { after: string; deadline?: number },
): Promise<void> {
  await waitFor(async () => (await source.trace(after)).length > 0, {
    deadline,
    describe: () =>
      `No span of the later trace ${after} arrived. What did arrive:\n${drawTrees(source.spans ?? [])}`,
  })
  const spans = await source.trace(traceId)
  if (spans.length > 0) throw new Error(`Trace ${traceId} should have been left out:\n${drawTrees(spans)}`)
}
