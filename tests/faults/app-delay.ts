import { percentile } from '../../cli/src/percentile.ts'
import { seededRandom } from '../privacy/random.ts'
import { startCollector } from '../support/collector.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { startSink } from '../support/sink.ts'
import { type Door, FAULTS, type Fault } from './faults.ts'
import type { Ground } from './ground.ts'
import { startAnswerProxy } from './proxy.ts'

/** How long to ask the app, and in which order of what is random. */
export interface DelayPlan {
  /** Of each block of requests; every fault has one, and a healthy one before it. */
  readonly blockMs: number
  readonly rounds: number
  readonly seed: number
  readonly note?: (text: string) => void
}

/** How fast the app answered, by the state of its collector. */
export interface DelayReport {
  readonly states: readonly StateDelay[]
  readonly problems: readonly string[]
}

interface StateDelay {
  /** Continues "the collector …". */
  readonly title: string
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The ways in which a collector fails its app. */
const FAILS = ['gone', 'silent', 'late', '401', '500']
const HEALTHY = 'is well'
const WARM_UP_MS = 5000
/** Healthy blocks differ by as much on a busy machine. */
const NOISE = 2
/** A block shorter than this has no p99. */
const FEWEST = 20

/** Asks the demo app again and again while its collector fails, block by block, with a healthy block before each. */
export async function measureAppDelay(
  { toxiproxy }: Ground,
  { blockMs, rounds, seed, note = () => {} }: DelayPlan,
): Promise<DelayReport> {
  await using started = new AsyncDisposableStack()
  const sink = started.use(await startSink())
  const collector = started.use(await startCollector({ traces: sink }))
  const http = started.use(await startAnswerProxy({ port: Number(new URL(collector.httpUrl).port) }))
  const door: Door = { http, tcp: await toxiproxy.before(http) }
  const receiver = { ...collector, token: collector.token, httpUrl: `http://127.0.0.1:${door.tcp.port}` }
  const demo = started.use(await startDemo({ telemetry: { receiver, protocol: 'http/protobuf' } }))
  const random = seededRandom(seed)
  const blocks: { title: string; times: number[] }[] = []
  const block = async (title: string) => blocks.push({ title, times: await ask(demo, blockMs) })

  await ask(demo, WARM_UP_MS)
  for (let round = 1; round <= rounds; round++)
    for (const fault of FAULTS.filter(({ id }) => FAILS.includes(id))) {
      note(`round ${round}: a collector that ${fault.title}`)
      await block(HEALTHY)
      await during(fault, door, random, () => block(fault.title))
    }

  const healthy = blocks
    .filter(({ title }) => title === HEALTHY)
    .map(({ times }) => Math.round(percentile(times, 0.99)))
  const states = [...Map.groupBy(blocks, ({ title }) => title)].map(([title, of]) => {
    const times = of.flatMap((each) => each.times)
    return {
      title,
      requests: times.length,
      p50Ms: Math.round(percentile(times, 0.5)),
      p99Ms: Math.round(percentile(times, 0.99)),
    }
  })
  const noisiest = Math.max(...healthy)
  const problems = states.flatMap(({ title, requests, p99Ms }) => [
    ...(requests < FEWEST ? [`Only ${requests} requests while the collector ${title}.`] : []),
    ...(p99Ms > NOISE * noisiest
      ? [`While the collector ${title}: p99 ${p99Ms} ms, ${noisiest} ms in the slowest healthy block.`]
      : []),
  ])
  if (sink.spans.length === 0) problems.push('The collector got nothing: this was no app with telemetry.')
  return { states, problems }
}

async function during(
  fault: Fault,
  door: Door,
  random: Parameters<Fault['begin']>[1],
  work: () => Promise<unknown>,
): Promise<void> {
  await fault.begin(door, random)
  await work()
  await fault.end(door)
}

/** One page after the other for so long, which asks the database; milliseconds of each. */
async function ask(demo: Demo, ms: number): Promise<number[]> {
  const times: number[] = []
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const from = performance.now()
    const { status } = await demo.get('/')
    times.push(performance.now() - from)
    if (status !== 200) throw new Error(`The app answered ${status}:\n${demo.output}`)
  }
  return times
}
