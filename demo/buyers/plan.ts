import type { Plant } from './plants.ts'
import { type Random, seededRandom } from './random.ts'
import type { PlannedRequest } from './request.ts'
import { Visitor } from './visitor.ts'
import { type Mix, VISITS } from './visits.ts'

/** What to make traffic from. */
export interface PlanOptions {
  readonly seed: number
  /** Requests per second, follow-up payments not counted. */
  readonly rate: number
  readonly durationMs: number
  /** Default `all`. */
  readonly mix?: Mix
  /** Hears of every piece of personal data and every secret that a request will carry. */
  readonly onPlant?: (plant: Plant) => void
}

/** A request and the moment it leaves, in milliseconds after the start. */
export interface Departure {
  readonly atMs: number
  readonly request: PlannedRequest
}

/** How many requests a plan has. */
export function plannedTotal({ rate, durationMs }: PlanOptions): number {
  return Math.max(1, Math.floor((rate * durationMs) / 1000))
}

/**
 * Decides every request from the seed alone, one after the other, so that a run of a day needs no more memory than
 * one of a second. A race takes as many slots of the rate as it has buyers.
 */
export function* makePlan(options: PlanOptions): Generator<Departure> {
  const random = seededRandom(options.seed)
  const total = plannedTotal(options)
  const pickVisit = picker(random, options.mix ?? 'all')
  let planned = 0
  for (let serial = 1; planned < total; serial += 1) {
    const visit = pickVisit()
    const requests = visit(new Visitor(random, serial, options.onPlant)).slice(0, total - planned)
    const atMs = Math.round((planned * 1000) / options.rate)
    for (const request of requests) yield { atMs, request }
    planned += requests.length
  }
}

function picker(random: Random, mix: Mix) {
  const sum = VISITS.reduce((weights, { weight }) => weights + weight[mix], 0)
  return () => {
    let at = random.next() * sum
    for (const { weight, visit } of VISITS) {
      at -= weight[mix]
      if (at < 0) return visit
    }
    throw new Error('the weights of the visits do not add up')
  }
}
