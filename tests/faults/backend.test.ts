import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../privacy/random.ts'
import { BACKENDS, FAULTS, GONE } from './faults.ts'
import { runOutage } from './outage.ts'
import { type Ground, prepareGround } from './stand.ts'

const SEED = 1
const RATE = 10
/** Long enough for two attempts that run into their time-out of 5 s. */
const OUTAGE_MS = 4000
const JITTER_MS = 2000

let ground: Ground
beforeAll(async () => {
  ground = await prepareGround(SEED)
})
afterAll(async () => ground[Symbol.asyncDispose]())

/** Every fault meets one backend, chosen by the seed; `npm run test:soak` has them all, for longer. */
const random = seededRandom(SEED)
const CASES = [
  ...FAULTS.map((fault) => ({ fault, at: [random.pick(fault.of ?? BACKENDS)] })),
  { fault: GONE, at: BACKENDS },
].map((each) => ({ ...each, outageMs: OUTAGE_MS + random.below(JITTER_MS), where: each.at.join(' and ') }))

describe(`every accepted id arrives, seed ${SEED}`, () => {
  test.concurrent.each(CASES)('$where: a backend that $fault.title', async ({ fault, at, outageMs }) => {
    const service = `${fault.id}-${at.join('-')}`
    const plan = { fault, at, outageMs, rate: RATE, random: seededRandom(SEED) }
    const { problems, ...figures } = await runOutage(ground, service, plan)
    expect(problems, JSON.stringify(figures)).toEqual([])
  })
})
