import type { OtlpReceiver } from './send.ts'

/** A collector that was started. `await using` stops it and removes what it stored. */
export interface RunningCollector extends OtlpReceiver, AsyncDisposable {
  /** Everything it logged so far. */
  readonly output: string
  /** Asks it to stop (SIGTERM) and waits. What it still holds is decided, then delivered or left in its storage. */
  stop(): Promise<void>
  /** Ends it at once, as SIGKILL does; what it held in memory is gone. */
  kill(): Promise<void>
  /** Stops it, if it runs, and starts it again on the same storage. */
  restart(): Promise<void>
}

/** Something on this machine that takes OTLP over HTTP: a sink, a Prometheus, the console. */
export interface Backend {
  readonly port: number
  /** Path below which `v1/traces` or `v1/metrics` is. Default: none. */
  readonly otlpPath?: string
}
