import { setTimeout as pause } from 'node:timers/promises'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import type { CollectorHealth } from './collector-health.ts'
import { isDataRefused } from './export-health.ts'
import { rendezvous } from './rendezvous.ts'

const FIRST_BACKOFF_MILLIS = 500
const MAX_BACKOFF_MILLIS = 5000
/** Traces that another collector took over, about 100 bytes each. Older ones are complete. */
const MAX_MOVED = 10_000

/** One of several collectors. */
export interface CollectorLane<Data> {
  /** What every process calls it; the choice depends on it. */
  readonly name: string
  readonly health: CollectorHealth
  /** Tries once, within a part of the time limit. */
  readonly exporter: {
    export(data: Data, done: (result: ExportResult) => void): void
    forceFlush?(): Promise<void>
    shutdown(): Promise<void>
  }
}

export interface SeveralOptions<Data> {
  readonly lanes: readonly CollectorLane<Data>[]
  /** Shares data out, by the collector of each key in it. */
  readonly split: (data: Data, collectorOf: (key: string) => number) => ReadonlyMap<number, Data>
  readonly empty: Data
  /** Time limit of one export, retries included. */
  readonly timeoutMillis: number
}

/**
 * Sends what has one key to one collector, chosen by rendezvous hashing. While that is away the next one in the ranking
 * of the key takes its place, and keeps what it has begun when the first is back, so that a trace stays whole in one
 * sampler. With all of them away an export is repeated until its time limit.
 */
export class SeveralCollectors<Data> {
  readonly #options: SeveralOptions<Data>
  readonly #choose: ReturnType<typeof rendezvous>
  readonly #moved = new Map<string, number>()
  readonly #pending = new Set<Promise<unknown>>()

  constructor(options: SeveralOptions<Data>) {
    this.#options = options
    this.#choose = rendezvous(options.lanes.map((lane) => lane.name))
  }

  export(data: Data, done: (result: ExportResult) => void): void {
    const work = this.#deliver(data, performance.now() + this.#options.timeoutMillis, FIRST_BACKOFF_MILLIS)
    this.#pending.add(work)
    void work.then((result) => {
      this.#pending.delete(work)
      done(result)
    })
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending)
  }

  async shutdown(): Promise<void> {
    await this.forceFlush()
    for (const { health } of this.#options.lanes) health.stop()
    await Promise.all(this.#options.lanes.map(({ exporter }) => exporter.shutdown()))
  }

  async #deliver(data: Data, deadline: number, backoff: number): Promise<ExportResult> {
    const shares = this.#options.split(data, (key) => this.#collectorOf(key))
    const results = await Promise.all(
      [...shares].map(([index, share]) => this.#deliverShare(index, share, deadline, backoff)),
    )
    return results.find(({ code }) => code !== ExportResultCode.SUCCESS) ?? { code: ExportResultCode.SUCCESS }
  }

  async #deliverShare(index: number, share: Data, deadline: number, backoff: number): Promise<ExportResult> {
    const lane = this.#options.lanes[index]
    if (lane === undefined) throw new Error(`no collector ${index}`)
    const startedAt = performance.now()
    const result = await exportTo(lane, share)
    if (result.code === ExportResultCode.SUCCESS) {
      lane.health.succeeded()
      return result
    }
    if (isDataRefused(result.error)) return result
    lane.health.failed(startedAt, result.error, () => exportTo(lane, this.#options.empty))
    const wait = this.#allAway() ? backoff : 0
    if (performance.now() + wait >= deadline) return result
    if (wait > 0) await pause(wait, undefined, { ref: false })
    return this.#deliver(share, deadline, wait > 0 ? Math.min(2 * backoff, MAX_BACKOFF_MILLIS) : backoff)
  }

  #collectorOf(key: string): number {
    const moved = this.#moved.size === 0 ? undefined : this.#moved.get(key)
    if (moved !== undefined && !this.#isAway(moved)) return moved
    const first = this.#choose(key)
    if (!this.#isAway(first)) return first
    const next = this.#choose(key, (index) => !this.#isAway(index))
    if (next === -1) return first
    this.#moved.delete(key)
    this.#moved.set(key, next)
    for (const oldest of this.#moved.keys()) {
      if (this.#moved.size <= MAX_MOVED) break
      this.#moved.delete(oldest)
    }
    return next
  }

  #isAway(index: number): boolean {
    return this.#options.lanes[index]?.health.away === true
  }

  #allAway(): boolean {
    return this.#options.lanes.every(({ health }) => health.away)
  }
}

function exportTo<Data>({ exporter }: CollectorLane<Data>, data: Data): Promise<ExportResult> {
  return new Promise((resolve) => exporter.export(data, resolve))
}
