/** The answer to one delivery. */
export type Delivery =
  | { readonly outcome: 'delivered' }
  /** The collector will never take it. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** Worth another try. */
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterMillis?: number }

/** What became of an envelope. */
type EnvelopeOutcome = 'delivered' | 'rejected' | 'queue_full' | 'shutdown'

export interface QueueOptions {
  /** Sends one envelope; settles within its own time limit and never rejects. */
  readonly deliver: (envelope: Uint8Array) => Promise<Delivery>
  readonly onOutcome: (outcome: EnvelopeOutcome) => void
  /** Told about every failed try, and once with `undefined` when it works again. */
  readonly onTrouble: (reason: string | undefined) => void
  readonly maxBytes: number
  readonly maxEnvelopes: number
  /** Wait after the first failure; doubles up to 30 s. Default 1000. */
  readonly firstRetryMillis?: number
}

const FIRST_RETRY_MILLIS = 1000
const LONGEST_RETRY_MILLIS = 30_000
/** A process that ends has a few seconds at most. */
const RETRY_WHILE_FLUSHING_MILLIS = 250
/** A collector on the way up after a pause takes this many at once, not a flood. */
const CONCURRENCY = 4

/** Envelopes on their way to the collector. In memory, bounded in bytes and number: the oldest gives way, and is counted. */
export class EnvelopeQueue {
  readonly #options: QueueOptions
  #waiting: Uint8Array[] = []
  #bytes = 0
  #onTheWay = 0
  #failures = 0
  #retry: NodeJS.Timeout | undefined
  #draining: (() => void)[] = []
  #closed = false

  constructor(options: QueueOptions) {
    this.#options = options
  }

  /** Bytes that wait or are on their way. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes an envelope and sends it as soon as it can. False when it can never fit. */
  push(envelope: Uint8Array): boolean {
    const { maxBytes, maxEnvelopes, onOutcome } = this.#options
    if (this.#closed || envelope.byteLength > maxBytes) {
      onOutcome(this.#closed ? 'shutdown' : 'queue_full')
      return false
    }
    this.#waiting.push(envelope)
    this.#bytes += envelope.byteLength
    while (this.#bytes > maxBytes || this.#waiting.length + this.#onTheWay > maxEnvelopes) {
      // Those on their way still count: when nothing waits before it, the new one has to give way.
      const dropped = this.#waiting.shift()
      if (dropped === undefined) break
      this.#bytes -= dropped.byteLength
      onOutcome('queue_full')
    }
    this.#send()
    return true
  }

  /** Tries everything now, and resolves when nothing is left or the time is over. */
  async flush(millis: number): Promise<void> {
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#send()
    if (this.#idle()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, millis)
      this.#draining.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** Flushes, then counts what could not be sent. */
  async close(millis: number): Promise<void> {
    await this.flush(millis)
    this.#closed = true
    clearTimeout(this.#retry)
    for (const envelope of this.#waiting.splice(0)) {
      this.#bytes -= envelope.byteLength
      this.#options.onOutcome('shutdown')
    }
  }

  #idle(): boolean {
    return this.#waiting.length === 0 && this.#onTheWay === 0
  }

  #send(): void {
    if (this.#retry !== undefined) return
    // After a failure one goes ahead alone, so that a collector that is down is not hammered.
    const lanes = this.#failures === 0 ? CONCURRENCY : 1
    while (this.#onTheWay < lanes) {
      const envelope = this.#waiting.shift()
      if (envelope === undefined) return
      this.#onTheWay += 1
      void this.#options.deliver(envelope).then((delivery) => this.#settle(envelope, delivery))
    }
  }

  #settle(envelope: Uint8Array, delivery: Delivery): void {
    this.#onTheWay -= 1
    if (delivery.outcome === 'retry' && !this.#closed) {
      this.#options.onTrouble(delivery.reason)
      this.#waiting.unshift(envelope)
      this.#pause(delivery.afterMillis)
      return
    }
    this.#bytes -= envelope.byteLength
    this.#options.onOutcome(delivery.outcome === 'retry' ? 'shutdown' : delivery.outcome)
    if (delivery.outcome === 'rejected') this.#options.onTrouble(delivery.reason)
    if (delivery.outcome === 'delivered') {
      if (this.#failures > 0) this.#options.onTrouble(undefined)
      this.#failures = 0
    }
    this.#send()
    if (this.#idle()) for (const done of this.#draining.splice(0)) done()
  }

  #pause(afterMillis: number | undefined): void {
    // Those that failed together count as one failure.
    if (this.#retry !== undefined) return
    const { firstRetryMillis = FIRST_RETRY_MILLIS } = this.#options
    const backoff = firstRetryMillis * 2 ** this.#failures
    const longest = this.#draining.length > 0 ? RETRY_WHILE_FLUSHING_MILLIS : LONGEST_RETRY_MILLIS
    const wait = Math.min(afterMillis ?? backoff, longest)
    this.#failures += 1
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      this.#send()
    }, wait).unref()
  }
}
