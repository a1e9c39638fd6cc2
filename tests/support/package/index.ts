// What needs nothing of this repository: the published package.
export type { FlatSpan } from '@ticketcap/otlp'
export { type Availability, engineAvailability } from '../docker/engine.ts'
export { expectTrace, type TraceSource } from '../expect-trace.ts'
export { freePort, freePorts } from '../free-ports.ts'
export { type ExpectedSpan, type ExpectedValue, mismatch } from '../match-tree.ts'
export type { Backend, RunningCollector } from '../running-collector.ts'
export { expectNoTrace, policiesOf } from '../sampled.ts'
export {
  type OtlpProtocol,
  type OtlpReceiver,
  RefusedError,
  type SendOptions,
  sendTrace,
  sendTraces,
} from '../send.ts'
export { Sink, type SinkAnswer, type SinkOptions, type SinkRequest, startSink } from '../sink.ts'
export {
  type LiteralAttributes,
  newSpanId,
  newTraceId,
  type SpanLiteral,
  type TraceOptions,
  traceOf,
} from '../spans.ts'
export { type ConfigOptions, startConfig } from '../start-config.ts'
export { drawTrees, type TraceNode, treesOf } from '../trace-tree.ts'
export { type Truthy, type WaitOptions, waitFor } from '../wait-for.ts'
