import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { warningOf } from './export-health.ts'

/** The first look at a collector that failed; the next ones wait twice as long, up to the longest. */
const FIRST_LOOK_MILLIS = 1000
const LONGEST_LOOK_MILLIS = 30_000
/** Up to this share is added or taken away, so that many apps do not look in step. */
const JITTER = 0.2
/** A collector that fails again this soon is looked at as if it had never been back. */
const SETTLED_MILLIS = 60_000

export interface HealthOptions {
  /** `http://collector-a:4317`. */
  readonly origin: string
  readonly out: { warn(line: string): void; info(line: string): void }
  /** Default 1000. */
  readonly firstLookMillis?: number
}

/**
 * Whether one of several collectors can be used. It is away from a failed export on, and back when it takes an empty
 * one, which is sent from time to time. Says each once.
 */
export class CollectorHealth {
  readonly #options: HealthOptions
  #away = false
  #backAt = Number.NEGATIVE_INFINITY
  #lookMillis = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: HealthOptions) {
    this.#options = options
  }

  get away(): boolean {
    return this.#away
  }

  /**
   * An export failed for a reason that is the collector's.
   *
   * @param startedAt when the export began, by `performance.now()`; one from before the collector came back says nothing
   * @param look sends an empty export
   */
  failed(startedAt: number, error: Error | undefined, look: () => Promise<ExportResult>): void {
    if (this.#away || startedAt < this.#backAt) return
    this.#away = true
    const first = this.#options.firstLookMillis ?? FIRST_LOOK_MILLIS
    const settled = performance.now() - this.#backAt > SETTLED_MILLIS
    this.#lookMillis = settled ? first : this.#longer()
    this.#options.out.warn(
      warningOf(this.#options.origin, error, 'Until it is back, the other collectors take its share.'),
    )
    this.#lookLater(look)
  }

  /** An export was taken. */
  succeeded(): void {
    if (!this.#away) return
    this.#away = false
    this.#backAt = performance.now()
    clearTimeout(this.#timer)
    this.#options.out.info(`[telemetry] The collector at ${this.#options.origin} takes data again.`)
  }

  /** Looks no more. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #lookLater(look: () => Promise<ExportResult>): void {
    const millis = this.#lookMillis * (1 + JITTER * (2 * Math.random() - 1))
    this.#timer = setTimeout(async () => {
      const { code } = await look()
      if (!this.#away) return
      if (code === ExportResultCode.SUCCESS) return this.succeeded()
      this.#lookMillis = this.#longer()
      this.#lookLater(look)
    }, millis).unref()
  }

  #longer(): number {
    return Math.min(2 * this.#lookMillis, LONGEST_LOOK_MILLIS)
  }
}
