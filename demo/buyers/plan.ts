import type { Plant } from './plants.ts'
import { PlantList } from './plants.ts'
import { type Random, seededRandom } from './random.ts'
import type { PlannedRequest } from './request.ts'
import { Visitor } from './visitor.ts'
import { VISITS } from './visits.ts'

/** What to make traffic from. */
export interface PlanOptions {
  readonly seed: number
  /** Requests per second, follow-up payments not counted. */
  readonly rate: number
  readonly durationMs: number
}

/** A request and the moment it leaves, in milliseconds after the start. */
export interface Departure {
  readonly atMs: number
  readonly request: PlannedRequest
}

/** All the traffic of a run, decided before the first request leaves. */
export interface Plan {
  readonly departures: readonly Departure[]
  readonly plants: readonly Plant[]
}

/** Decides every request from the seed alone. A race takes as many slots of the rate as it has buyers. */
export function makePlan({ seed, rate, durationMs }: PlanOptions): Plan {
  const random = seededRandom(seed)
  const plants = new PlantList()
  const total = Math.max(1, Math.floor((rate * durationMs) / 1000))
  const departures: Departure[] = []
  for (let serial = 1; departures.length < total; serial += 1) {
    const visit = pickVisit(random)
    const requests = visit(new Visitor(random, plants, serial))
    const atMs = Math.round((departures.length * 1000) / rate)
    for (const request of requests.slice(0, total - departures.length)) departures.push({ atMs, request })
  }
  return { departures, plants: plants.all() }
}

const TOTAL_WEIGHT = VISITS.reduce((sum, { weight }) => sum + weight, 0)

function pickVisit(random: Random) {
  let at = random.next() * TOTAL_WEIGHT
  for (const { weight, visit } of VISITS) {
    at -= weight
    if (at < 0) return visit
  }
  throw new Error('the weights of the visits do not add up')
}
