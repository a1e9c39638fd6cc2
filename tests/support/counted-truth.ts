import type { Truth } from '../../demo/buyers/truth.ts'
import { runBuyers } from './buyers.ts'

/** What some runs of buyers swear to, added up; latencies as the range in which those of all runs lie. */
export interface CountedTruth {
  /** By "METHOD route status". */
  readonly requests: Record<string, number>
  /** By status. */
  readonly registrations: Record<string, number>
  /** By "status currency". */
  readonly payments: Record<string, number>
  /** By "status currency", in the minor unit. */
  readonly amounts: Record<string, number>
  /** By "METHOD route": the least and the most that a run saw, in milliseconds, for routes with enough requests. */
  readonly latency: Record<string, Record<'p50' | 'p95', { least: number; most: number }>>
}

/** Requests of one route in one run from which its percentiles mean something. */
const ENOUGH = 20

/** Sends buyers to the app and returns what they counted. */
export async function buy(url: string, { seed, seconds }: { seed: number; seconds: number }): Promise<Truth> {
  const options = ['--seed', String(seed), '--rate', '12', '--duration', `${seconds}s`, '--json']
  const output = await runBuyers(url, options)
  const line = output.split('\n').find((text) => text.startsWith('{'))
  if (line === undefined) throw new Error(`The buyers printed no counts:\n${output}`)
  return JSON.parse(line) as Truth
}

/** Adds up what several runs counted. */
export function addUp(truths: readonly Truth[]): CountedTruth {
  const sum: CountedTruth = { requests: {}, registrations: {}, payments: {}, amounts: {}, latency: {} }
  for (const truth of truths) {
    for (const [route, byStatus] of Object.entries(truth.requests)) {
      for (const [status, count] of Object.entries(byStatus)) add(sum.requests, `${route} ${status}`, count)
      const total = Object.values(byStatus).reduce((all, count) => all + count, 0)
      if (total >= ENOUGH) widen(sum.latency, route, truth.latencyMs[route])
    }
    for (const [status, count] of Object.entries(truth.registrations)) add(sum.registrations, status, count)
    for (const [status, byCurrency] of Object.entries(truth.payments)) {
      for (const [currency, { count, amountMinor }] of Object.entries(byCurrency)) {
        add(sum.payments, `${status} ${currency}`, count)
        add(sum.amounts, `${status} ${currency}`, amountMinor)
      }
    }
  }
  return sum
}

function add(counts: Record<string, number>, key: string, count: number): void {
  counts[key] = (counts[key] ?? 0) + count
}

function widen(
  latency: CountedTruth['latency'],
  route: string,
  seen: { p50: number; p95: number } | undefined,
): void {
  if (!seen) return
  const none = { least: Number.POSITIVE_INFINITY, most: 0 }
  const known = latency[route] ?? { p50: none, p95: none }
  const wider = (key: 'p50' | 'p95') => ({
    least: Math.min(known[key].least, seen[key]),
    most: Math.max(known[key].most, seen[key]),
  })
  latency[route] = { p50: wider('p50'), p95: wider('p95') }
}
