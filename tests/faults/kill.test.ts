import { expect, test } from 'vitest'
import { seededRandom } from '../privacy/random.ts'
import { runKills } from './kill.ts'

const SEED = 8

/** `npm run test:soak -- --only kill` kills a hundred times. */
test(`whatever was acknowledged survives four SIGKILLs under load, seed ${SEED}`, async () => {
  const { problems, ...figures } = await runKills({ kills: 4, rate: 20, random: seededRandom(SEED) })
  expect(problems, JSON.stringify(figures)).toEqual([])
  expect(figures.acknowledgedSpans).toBeGreaterThan(0)
}, 120_000)
