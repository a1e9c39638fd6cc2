// The test vocabulary: start a collector, send it spans, expect what comes out.
export { browserAvailability, startBrowser } from './browser.ts'
export {
  type Collector,
  type CollectorKind,
  type CollectorOptions,
  startCollector,
} from './collector.ts'
export { collectorImage } from './collector-container.ts'
export { launchCollector } from './collector-process.ts'
export { Demo, type DemoOptions, type OrderInput, startDemo } from './demo.ts'
export { type Availability, composeAvailability, engineAvailability } from './docker/engine.ts'
export { expectTrace, type TraceSource } from './expect-trace.ts'
export { type Fault, type FaultyReceiver, startFault } from './fault.ts'
export { freePort, freePorts } from './free-ports.ts'
export { accountAt, counted, type Ledger, sidecarLedger } from './ledger.ts'
export { type ExpectedSpan, type ExpectedValue, mismatch } from './match-tree.ts'
export { type Exit, Program, type ProgramOptions } from './program.ts'
export { Prometheus, type Sample, startPrometheus } from './prometheus.ts'
export type { Backend, RunningCollector } from './running-collector.ts'
export { expectNoTrace, policiesOf } from './sampled.ts'
export {
  type OtlpProtocol,
  type OtlpReceiver,
  RefusedError,
  type SendOptions,
  sendTrace,
  sendTraces,
} from './send.ts'
export { Sentry, startSentry } from './sentry.ts'
export {
  type EnvelopeReceiver,
  errorEvent,
  type ItemLiteral,
  postEnvelope,
  replayItems,
  sendEnvelope,
} from './sentry-envelope.ts'
export { Sink, type SinkAnswer, type SinkOptions, type SinkRequest, startSink } from './sink.ts'
export {
  type LiteralAttributes,
  newSpanId,
  newTraceId,
  type SpanLiteral,
  type TraceOptions,
  traceOf,
} from './spans.ts'
export { type ConfigOptions, startConfig } from './start-config.ts'
export { type Direction, startToxiproxy, type Toxic, ToxicPort, Toxiproxy } from './toxiproxy.ts'
export { drawTrees, type TraceNode, treesOf } from './trace-tree.ts'
export { type Truthy, type WaitOptions, waitFor } from './wait-for.ts'
