import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../privacy/random.ts'
import { sendTrace } from '../support/send.ts'
import { errorEvent, sendEnvelope } from '../support/sentry-envelope.ts'
import { waitFor } from '../support/wait-for.ts'
import { missing } from './arrivals.ts'
import { BACKENDS, FAULTS, type Fault, GONE, SLOW_FAULTS } from './faults.ts'
import { type Ground, prepareGround } from './ground.ts'
import { runOutage } from './outage.ts'
import { startStand } from './stand.ts'

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

describe.concurrent(`every accepted id arrives, seed ${SEED}`, () => {
  test.each(CASES)('$where: a backend that $fault.title', async ({ fault, at, outageMs }) => {
    const service = `${fault.id}-${at.join('-')}`
    const plan = { fault, at, outageMs, rate: RATE, random: seededRandom(SEED) }
    const { problems, ...figures } = await runOutage(ground, service, plan)
    expect(problems, JSON.stringify(figures)).toEqual([])
  })
})

describe.concurrent('a backend that names a billion seconds', () => {
  const fault = SLOW_FAULTS.find(({ id }) => id === 'retry-after-absurd') as Fault
  test.each(BACKENDS)('%s: is believed for five minutes, and a restart ends them', async (backend) => {
    await using stand = await startStand(ground, `absurd-${backend}`)
    const { collector } = stand
    await fault.begin(stand.doors[backend], random)
    const event = errorEvent()
    await sendEnvelope(collector, [['event', event]])
    const resource = { 'service.name': stand.service }
    const traceId = await sendTrace(
      collector,
      { name: 'GET /', kind: 'SERVER', status: 'ERROR' },
      { resource },
    )
    await waitFor(() => waits(collector.output).length > 0, { describe: () => collector.output })
    expect(new Set(waits(collector.output))).toEqual(new Set(['5m0s']))
    await fault.end(stand.doors[backend])
    await collector.restart()
    const accepted = { traces: [traceId], events: [event.event_id] }
    await waitFor(async () => (await missing(stand, backend, accepted)) === 0, {
      describe: () => collector.output,
    })
  })
})

test.concurrent('a loss that nobody counts is found', async () => {
  // The backend thanks for everything and keeps nothing.
  const fault: Fault = {
    id: 'swallows',
    title: 'swallows everything',
    holds: true,
    async begin({ http }) {
      http.fault = { kind: 'status', status: 200 }
    },
    async end({ http }) {
      http.fault = undefined
    },
  }
  const plan = { fault, at: ['tempo'] as const, outageMs: 3000, rate: RATE, random, recoveryMs: 1000 }
  const { problems, heldBack } = await runOutage(ground, 'swallows', plan)
  const [missing, ...others] = problems
  expect(missing).toMatch(/^Nothing after 1000 ms\. \d+ are missing at tempo/)
  // After that second the last requests may still wait for their decision: the ledger lags by them, and nothing else is wrong.
  expect(others.filter((problem) => !/^The ledger says \d+ spans reached Tempo/.test(problem))).toEqual([])
  expect(heldBack).toBeGreaterThan(0)
})

/** The waits between attempts that a collector has spoken of. */
function waits(output: string): string[] {
  return [...output.matchAll(/"interval":"([^"]+)"/g)].map(([, wait = '']) => wait)
}
