import { createHash } from 'node:crypto'

/** Spans that one process adds to a trace. */
export const SPANS_OF_ONE = 3
/** Between two traces. */
export const INTERVAL_MS = 25
/** From the first span of a trace to the end of its last. */
export const TRACE_MS = 200

/** The id of a trace that both processes make spans of, by its place in the stream. */
export function traceIdOf(place: number): string {
  return createHash('md5').update(`trace ${place}`).digest('hex')
}

/** What one process says when it ends: the traces it had a part in, and the Unix time in ms at which its part began. */
export type Report = readonly (readonly [place: number, begunAt: number])[]
