import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { warningOf } from './export-health.ts'

/** Time between two looks at a collector that is away. */
const LOOK_MILLIS = 2000
/** One that is back and fails again, because it has no memory for instance, is looked at less and less often. */
const LONGEST_LOOK_MILLIS = 32_000
/** After this time without a failure it counts as healthy again. */
const SETTLED_MILLIS = 60_000

export interface HealthOptions {
  /** `http://collector-a:4317`. */
  readonly origin: string
  readonly out: { warn(line: string): void; info(line: string): void }
  /** Default 2000. */
  readonly lookMillis?: number
}

/**
 * Whether one of several collectors can be used. It is away from a failed export on, and back when it takes an empty
 * one. Says each once.
 *
 * The empty ones are sent when the clock shows a multiple of their interval, so that all processes find it back at the
 * same moment: a trace that crosses two of them is then not split.
 */
export class CollectorHealth {
  readonly #options: HealthOptions
  readonly #lookMillis: number
  #away = false
  #backAt = Number.NEGATIVE_INFINITY
  #intervalMillis: number
  #timer: NodeJS.Timeout | undefined

  constructor(options: HealthOptions) {
    this.#options = options
    this.#lookMillis = options.lookMillis ?? LOOK_MILLIS
    this.#intervalMillis = this.#lookMillis
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
    const settled = performance.now() - this.#backAt > SETTLED_MILLIS
    this.#intervalMillis = settled
      ? this.#lookMillis
      : Math.min(2 * this.#intervalMillis, LONGEST_LOOK_MILLIS)
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
    this.#timer = setTimeout(
      async () => {
        const { code } = await look()
        if (!this.#away) return
        if (code === ExportResultCode.SUCCESS) this.succeeded()
        else this.#lookLater(look)
      },
      this.#intervalMillis - (Date.now() % this.#intervalMillis),
    ).unref()
  }
}
