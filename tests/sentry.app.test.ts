import { describe, expect, test } from 'vitest'
import { percentile } from '../cli/src/percentile.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { type Demo, startDemo } from './support/demo.ts'
import { type Sentry, startSentry } from './support/sentry.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

/** Seconds that Sentry or the collector is away. Set SENTRY_OUTAGE_SECONDS for a long one. */
const OUTAGE_MS = Number(process.env.SENTRY_OUTAGE_SECONDS ?? 8) * 1000
const RECOVERY_MS = 60_000
const LIMIT_MS = OUTAGE_MS * 2 + RECOVERY_MS * 2 + 60_000
/** What the app keeps in memory while the collector is away; then the oldest go. */
const BUFFERED = 1000
const MORE_THAN_BUFFERED = 1200
const AT_ONCE = 8
const SAMPLE = 200
/** Between two measurements on one machine; what hangs would show as seconds. */
const NOISE_FACTOR = 2
const NOISE_MS = 150

interface Stack extends AsyncDisposable {
  sink: Sink
  sentry: Sentry
  collector: Collector
  demo: Demo
}

async function startStack(): Promise<Stack> {
  const sink = await startSink()
  const sentry = await startSentry()
  const collector = await startCollector({ traces: sink, env: { SENTRY_DSN: sentry.dsn } })
  const env = { SIDECAR_SENTRY_ENDPOINT: collector.sentryUrl }
  const demo = await startDemo({ telemetry: { receiver: collector }, env })
  return {
    sink,
    sentry,
    collector,
    demo,
    async [Symbol.asyncDispose]() {
      await demo[Symbol.asyncDispose]()
      await collector[Symbol.asyncDispose]()
      await sentry[Symbol.asyncDispose]()
      await sink[Symbol.asyncDispose]()
    },
  }
}

/** Requests that fail, each with a message of its own, `AT_ONCE` at a time; returns milliseconds of each. */
async function fail(demo: Demo, first: number, count: number): Promise<number[]> {
  const numbers = Array.from({ length: count }, (_, i) => first + i).values()
  const latencies: number[] = []
  async function work(): Promise<void> {
    for (const n of numbers) {
      const start = performance.now()
      expect((await demo.get(`/api/throws?guest=seat-${n}`)).status).toBe(500)
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return latencies
}

/** Numbers of the errors that arrived, in the order they did. */
function arrived({ store }: Sentry): number[] {
  return store
    .items('event')
    .map(({ json }) => JSON.stringify(json))
    .flatMap((event) => /cannot print the ticket of seat-(\d+)/.exec(event)?.[1] ?? [])
    .map(Number)
}

const missing = (sentry: Sentry, first: number, count: number) => {
  const got = new Set(arrived(sentry))
  return Array.from({ length: count }, (_, i) => first + i).filter((n) => !got.has(n))
}

describe('the app', () => {
  test(
    'does not notice that Sentry hangs, and its errors arrive once when it answers again',
    async () => {
      await using stack = await startStack()
      const { demo, sentry } = stack
      await fail(demo, 0, SAMPLE)
      const before = await fail(demo, SAMPLE, SAMPLE)
      sentry.answer = 'hang'
      const during = await fail(demo, 2 * SAMPLE, SAMPLE)
      sentry.answer = 'accept'
      expect(percentile(during, 0.99)).toBeLessThan(percentile(before, 0.99) * NOISE_FACTOR + NOISE_MS)
      await waitFor(() => missing(sentry, 0, 3 * SAMPLE).length === 0, {
        deadline: RECOVERY_MS,
        describe: () => `Missing: ${missing(sentry, 0, 3 * SAMPLE)}\n${sentry.output}`,
      })
      const numbers = arrived(sentry)
      expect(numbers.length).toBe(new Set(numbers).size)
    },
    LIMIT_MS,
  )

  test(
    'keeps its errors while the collector is away, and none is lost',
    async () => {
      await using stack = await startStack()
      const { demo, sentry, collector } = stack
      await fail(demo, 0, 10)
      await waitFor(() => missing(sentry, 0, 10).length === 0, { describe: () => sentry.output })
      await collector.stop()
      const end = performance.now() + OUTAGE_MS
      let count = 10
      while (performance.now() < end && count < BUFFERED) {
        await fail(demo, count, AT_ONCE)
        count += AT_ONCE
      }
      await outage(end - performance.now())
      await collector.restart()
      await waitFor(() => missing(sentry, 0, count).length === 0, {
        deadline: RECOVERY_MS,
        describe: () =>
          `${missing(sentry, 0, count).length} of ${count} are missing.\n${sentry.output}\n${demo.output}`,
      })
      const numbers = arrived(sentry)
      expect(numbers.length).toBe(new Set(numbers).size)
    },
    LIMIT_MS,
  )

  test(
    'keeps no more than its bound, drops the oldest, and counts them',
    async () => {
      await using stack = await startStack()
      const { demo, sentry, sink, collector } = stack
      await fail(demo, 0, 10)
      await waitFor(() => missing(sentry, 0, 10).length === 0, { describe: () => sentry.output })
      await collector.stop()
      await fail(demo, 10, MORE_THAN_BUFFERED)
      await collector.restart()
      const newest = 10 + MORE_THAN_BUFFERED - BUFFERED
      // A few may have been under way when the bound was met.
      const tail = newest + 2 * AT_ONCE
      await waitFor(() => missing(sentry, tail, 10 + MORE_THAN_BUFFERED - tail).length === 0, {
        deadline: RECOVERY_MS,
        describe: () => `${arrived(sentry).length} arrived.\n${sentry.output}\n${demo.output}`,
      })
      const lost = 10 + MORE_THAN_BUFFERED - arrived(sentry).length
      expect(lost).toBeGreaterThan(0)
      const counted = () =>
        sink
          .latest('ticketcap.sentry.envelopes')
          .filter(({ attributes }) => attributes['ticketcap.sentry.outcome'] === 'queue_full')
          .reduce((sum, { value }) => sum + Number(value), 0)
      await waitFor(() => counted() === lost, {
        deadline: 30_000,
        describe: () => `${lost} were lost, ${counted()} are counted.`,
      })
    },
    LIMIT_MS,
  )
})

/** The length of the outage is what is tested; there is no condition to wait for. */
function outage(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)))
}
