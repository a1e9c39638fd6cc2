import { type Outcome, REGISTRATION_STATUS } from '../lib/orders/outcome.ts'
import type { PlannedRequest } from './request.ts'

/** What came back for one request; `status` is undefined when nothing did. */
export interface Answered {
  readonly status: number | undefined
  readonly ms: number
  readonly body: unknown
}

/** Payments with one status, in one currency's minor unit. */
export interface PaymentTotal {
  count: number
  amountMinor: number
}

/** Percentiles of one route, in milliseconds. */
interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Everything a run can swear to, counted from the answers. */
export interface Truth {
  /** Answers by "METHOD route" and HTTP status. */
  readonly requests: Record<string, Record<string, number>>
  /** Requests by "METHOD route" that got no answer at all. */
  readonly noAnswer: Record<string, number>
  /** Requests that never left because too many were still open. */
  readonly shed: number
  /** Orders, registrations and later payments by how they ended. */
  readonly outcomes: Record<string, number>
  /** Registrations that reached a final status. */
  readonly registrations: Record<string, number>
  /** Payment attempts by status and currency. An order that fails with 503 after its payment hides that payment. */
  readonly payments: Record<string, Record<string, PaymentTotal>>
  readonly latencyMs: Record<string, Latency>
}

/** Counts answers as they come. */
export class TruthCounter {
  readonly #requests: Record<string, Record<string, number>> = {}
  readonly #noAnswer: Record<string, number> = {}
  readonly #outcomes: Record<string, number> = {}
  readonly #registrations: Record<string, number> = {}
  readonly #payments: Record<string, Record<string, PaymentTotal>> = {}
  readonly #durations: Record<string, number[]> = {}
  #shed = 0

  /** Counts a request that was not sent. */
  shed(): void {
    this.#shed += 1
  }

  /** Counts one answer, or its absence. */
  count(request: PlannedRequest, { status, ms, body }: Answered): void {
    const key = `${request.method} ${request.route}`
    if (status === undefined) {
      add(this.#noAnswer, key)
      return
    }
    this.#requests[key] ??= {}
    add(this.#requests[key], String(status))
    this.#durations[key] ??= []
    this.#durations[key].push(ms)
    this.#countOutcome(request, body)
  }

  /** The sum so far. */
  result(): Truth {
    return {
      requests: this.#requests,
      noAnswer: this.#noAnswer,
      shed: this.#shed,
      outcomes: this.#outcomes,
      registrations: this.#registrations,
      payments: this.#payments,
      latencyMs: Object.fromEntries(
        Object.entries(this.#durations).map(([key, list]) => [key, percentiles(list)]),
      ),
    }
  }

  #countOutcome({ route }: PlannedRequest, body: unknown): void {
    const { outcome, error, payment } = (body ?? {}) as {
      outcome?: Outcome
      error?: string
      payment?: { status: string; amountMinor: number; currency: string }
    }
    const registers = route === '/api/orders' || route === '/api/registrations'
    if (registers && error === 'DATABASE_UNAVAILABLE') add(this.#registrations, 'FAILED')
    if (!outcome) return
    add(this.#outcomes, outcome)
    const status = REGISTRATION_STATUS[outcome]
    if (status) add(this.#registrations, status)
    if (!payment) return
    this.#payments[payment.status] ??= {}
    const byCurrency = this.#payments[payment.status] as Record<string, PaymentTotal>
    byCurrency[payment.currency] ??= { count: 0, amountMinor: 0 }
    const total = byCurrency[payment.currency] as PaymentTotal
    total.count += 1
    total.amountMinor += payment.amountMinor
  }
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

function percentiles(durations: readonly number[]): Latency {
  const sorted = [...durations].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
