import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from '../../cli/src/percentile.ts'
import type { Random } from '../privacy/random.ts'
import { accountAt, counted, type Ledger, sidecarLedger } from '../support/ledger.ts'
import { startTraffic } from '../support/sentry-traffic.ts'
import { waitFor } from '../support/wait-for.ts'
import {
  type Accepted,
  diskBytes,
  EXPORTERS,
  leftWithoutAnswer,
  missing,
  repeated,
  requestCount,
} from './arrivals.ts'
import { BACKENDS, type BackendName, type Fault } from './faults.ts'
import type { Ground } from './ground.ts'
import { type Stand, startStand } from './stand.ts'

/** What fails, where, and for how long. */
export interface OutagePlan {
  readonly fault: Fault
  readonly at: readonly BackendName[]
  readonly outageMs: number
  /** Requests a second; each is an error event, a kept trace of one span, and one more in the count of requests. */
  readonly rate: number
  readonly random: Random
  /** How long the backends may take to get everything afterwards. Default: what the longest back-off needs. */
  readonly recoveryMs?: number
  /** Is told what happens. */
  readonly note?: (text: string) => void
}

/** What an outage did. Without problems: every accepted id is in every backend. */
export interface OutageReport {
  /** Requests that were accepted, in all and during the outage. */
  readonly requests: number
  readonly duringOutage: number
  /** What the failing backends had not got when they came back: traces, events and counts together. */
  readonly heldBack: number
  /** Requests to the collector without an answer in time. */
  readonly unanswered: number
  /** Spans that a backend rejected, which is said and counted. */
  readonly rejected: number
  /** Spans and events that reached a backend more than once. */
  readonly sentAgain: number
  /** From the end of the outage until the last id was found. */
  readonly recoveryMs: number
  /** The slowest of 100 answers of the collector's receiver, before and during. */
  readonly p99Ms: { readonly before: number; readonly during: number }
  readonly diskPeakBytes: number
  readonly problems: readonly string[]
}

/** Others have the same seconds as always: batches of 1 s, the wait of the sampler, a busy machine. */
const OTHERS_MS = 60_000
/** The back-off grows to 30 s, with 50 % on top, and an attempt that hangs takes 5 s. */
const RECOVERY_MS = 90_000
/** Of a long outage there is more to deliver. */
const RECOVERY_SHARE = 0.5
/**
 * Receiving must not notice that a backend is away. Waiting for one takes 5 s; a machine that does too much at once makes
 * single answers late, so the usual one is judged and the slowest are reported.
 */
const MEDIAN_MS = 2500
/** Requests without an answer in 10 s, as such a machine has them now and then: a few, or so many of all. */
const UNANSWERED = 3
const UNANSWERED_SHARE = 0.02
/** So many requests go before the outage and after it. */
const AFTERWARDS = 3
const AFTERWARDS_MS = 300_000
/** Three queues of 200 MB: docs/reliability.md. */
const DISK_BUDGET_BYTES = 600_000_000
/** An item in a queue is tried again within 45 s. */
const LEDGER_MS = 60_000
const DISK_INTERVAL_MS = 500

/** Runs traffic through a collector while backends fail, lets them come back, and looks for every accepted id. */
export async function runOutage(ground: Ground, service: string, plan: OutagePlan): Promise<OutageReport> {
  const { fault, at, outageMs, rate, random, note = () => {} } = plan
  const deadline = RECOVERY_MS + (fault.waitMs ?? 0) + outageMs * RECOVERY_SHARE
  await using stand = await startStand(ground, service)
  const others = BACKENDS.filter((backend) => !at.includes(backend))
  const problems: string[] = []
  await using traffic = startTraffic(stand.collector, rate, { resource: { 'service.name': service } })
  const accepted = (): Accepted => ({ traces: [...traffic.traces], events: [...traffic.events] })
  const missingAt = async (from: readonly BackendName[], of: Accepted) => {
    const counts = await Promise.all(from.map((backend) => missing(stand, backend, of)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const arrived = async (from: readonly BackendName[], of: Accepted, within: number) =>
    waitFor(async () => (await missingAt(from, of)) === 0, {
      deadline: within,
      describe: async () => `${await missingAt(from, of)} are missing at ${from.join(', ')}.`,
    }).catch((error: Error) => void problems.push(error.message))

  await using disk = watchDisk(stand)
  await waitFor(() => traffic.traces.length >= AFTERWARDS, { deadline: AFTERWARDS_MS })
  await arrived(BACKENDS, accepted(), OTHERS_MS)
  const before = traffic.latencies.length

  note(`${at.join(', ')}: ${fault.title}, for ${Math.round(outageMs / 1000)} s`)
  for (const backend of at) await fault.begin(stand.doors[backend], random)
  const fromRequest = traffic.traces.length
  await pause(outageMs)
  const duringOutage = traffic.traces.length - fromRequest
  const during = traffic.latencies.length
  await arrived(others, accepted(), OTHERS_MS)
  const heldBack = await missingAt(at, accepted())
  const bitten = at.every((backend) => !fault.answers || stand.doors[backend].http.faulted > 0)
  if (!bitten || (fault.holds && heldBack === 0)) problems.push('The fault changed nothing.')

  note(`${at.join(', ')}: well again, ${heldBack} held back`)
  for (const backend of at) await fault.end(stand.doors[backend])
  const wellAgain = performance.now()
  const untilNow = traffic.traces.length
  await waitFor(() => traffic.traces.length >= untilNow + AFTERWARDS, { deadline: AFTERWARDS_MS })
  await traffic.stop()
  await arrived(BACKENDS, accepted(), plan.recoveryMs ?? deadline)
  const recoveryMs = Math.round(performance.now() - wellAgain)

  const rejected = stand.doors.tempo.http.rejected.length
  const unanswered = traffic.unanswered.length
  // What Tempo has, but never acknowledged, is in its queue until it was sent once more.
  let atTheEnd: string[] = []
  const closes = async () => {
    const ledger = await sidecarLedger(stand.metricsPort, '--wait=30')
    atTheEnd = ledgerProblems(ledger, traffic.traces.length - rejected, rejected, unanswered)
    return atTheEnd.length === 0
  }
  await waitFor(closes, { deadline: LEDGER_MS }).catch((error: Error) =>
    problems.push(...(atTheEnd.length > 0 ? atTheEnd : [error.message])),
  )
  if (unanswered > Math.max(UNANSWERED, traffic.traces.length * UNANSWERED_SHARE))
    problems.push(`Receiving stalled: ${unanswered} got no answer in time.`)
  if (traffic.refused.length > 0) problems.push(`The collector refused: ${traffic.refused.join(', ')}.`)
  const counts = await requestCount(stand)
  if (counts > traffic.traces.length + unanswered)
    problems.push(`Prometheus counts ${counts} of ${traffic.traces.length} requests.`)
  const repeatedAt = BACKENDS.filter(
    (backend) => repeated(stand, backend) > 0 && !leftWithoutAnswer(stand, backend),
  )
  if (repeatedAt.length > 0) problems.push(`Sent again, though answered: ${repeatedAt.join(', ')}.`)
  const p99Ms = {
    before: Math.round(percentile(traffic.latencies.slice(0, before), 0.99)),
    during: Math.round(percentile(traffic.latencies.slice(before, during), 0.99)),
  }
  const median = Math.round(percentile(traffic.latencies.slice(before, during), 0.5))
  if (median > MEDIAN_MS) problems.push(`Of two answers one took ${median} ms.`)
  const diskPeakBytes = disk.peakBytes
  if (diskPeakBytes > DISK_BUDGET_BYTES) problems.push(`The queues took ${diskPeakBytes} bytes.`)
  const sentAgain = BACKENDS.reduce((sum, backend) => sum + repeated(stand, backend), 0)
  const requests = traffic.traces.length
  return {
    requests,
    duringOutage,
    heldBack,
    rejected,
    unanswered,
    sentAgain,
    recoveryMs,
    p99Ms,
    diskPeakBytes,
    problems,
  }
}

/**
 * The sums must close. Nothing may be lost but what Tempo rejected, and all the rest must have been delivered there; of
 * what got no answer nobody knows.
 */
function ledgerProblems(ledger: Ledger, wanted: number, rejected: number, unanswered: number): string[] {
  const problems = ledger.accounts
    .filter(({ verdict }) => verdict !== 'closed')
    .map(({ signal, place, verdict, difference }) => `${signal} ${place}: ${verdict} by ${difference}.`)
  for (const account of ledger.accounts) {
    const { signal, place } = account
    const lost = place === EXPORTERS.tempo ? rejected : 0
    if (counted(account, 'lost') !== lost)
      problems.push(`${signal} ${place}: ${counted(account, 'lost')} counted as lost, ${lost} were.`)
  }
  const delivered = counted(accountAt(ledger, 'traces', EXPORTERS.tempo), 'delivered')
  if (delivered < wanted || delivered > wanted + unanswered)
    problems.push(`The ledger says ${delivered} spans reached Tempo, ${wanted} did.`)
  return problems
}

/** Looks at the queues until it is disposed of, and knows how large they were at most. */
function watchDisk(stand: Stand): AsyncDisposable & { readonly peakBytes: number } {
  const stopped = new AbortController()
  let peakBytes = 0
  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      peakBytes = Math.max(peakBytes, await diskBytes(stand))
      await pause(DISK_INTERVAL_MS)
    }
  }
  const watching = watch()
  return {
    get peakBytes() {
      return peakBytes
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await watching
    },
  }
}
