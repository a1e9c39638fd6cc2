import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../privacy/random.ts'
import { accountAt, counted, type Ledger, sidecarLedger } from '../support/ledger.ts'
import { startTraffic } from '../support/sentry-traffic.ts'
import { waitFor } from '../support/wait-for.ts'
import { BACKENDS, type BackendName, type Fault } from './faults.ts'
import { type Accepted, type Ground, Stand } from './stand.ts'

/** What fails, where, and for how long. */
export interface OutagePlan {
  readonly fault: Fault
  readonly at: readonly BackendName[]
  readonly outageMs: number
  /** Requests a second; each is an error event, a kept trace of one span, and one more in the count of requests. */
  readonly rate: number
  readonly random: Random
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
  readonly repeated: number
  /** From the end of the outage until the last id was found. */
  readonly recoveryMs: number
  /** The slowest of 100 answers of the collector's receiver, before and during. */
  readonly p99Ms: { readonly before: number; readonly during: number }
  readonly diskPeakBytes: number
  readonly problems: readonly string[]
}

/** Others have the same seconds as always: batches of 1 s, the wait of the sampler, a busy machine. */
const OTHERS_MS = 20_000
/** The back-off grows to 30 s, with 50 % on top, and an attempt that hangs takes 5 s. */
const RECOVERY_MS = 90_000
/** Of a long outage there is more to deliver. */
const RECOVERY_SHARE = 0.5
/** Receiving must not notice that a backend is away. Waiting for one would take 5 s; the machine of a test may be busy. */
const P99_MS = 2000
/** A machine that does too much at once answers late now and then. */
const UNANSWERED_SHARE = 0.002
/** Three queues of 200 MB: docs/reliability.md. */
const DISK_BUDGET_BYTES = 600_000_000
const DISK_INTERVAL_MS = 500
const TEMPO = 'otlp_http/tempo'

/** Runs traffic through a collector while backends fail, lets them come back, and looks for every accepted id. */
export async function runOutage(ground: Ground, service: string, plan: OutagePlan): Promise<OutageReport> {
  const { fault, at, outageMs, rate, random, note = () => {} } = plan
  await using stand = await Stand.start(ground, service)
  const others = BACKENDS.filter((backend) => !at.includes(backend))
  const problems: string[] = []
  const traffic = startTraffic(stand.collector, rate, { resource: { 'service.name': service } })
  const accepted = (): Accepted => ({ traces: [...traffic.traces], events: [...traffic.events] })
  const missing = async (from: readonly BackendName[], of: Accepted) => {
    const counts = await Promise.all(from.map((backend) => stand.missing(backend, of)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const arrived = async (from: readonly BackendName[], of: Accepted, deadline: number) =>
    waitFor(async () => (await missing(from, of)) === 0, {
      deadline,
      describe: async () => `${await missing(from, of)} are missing at ${from.join(', ')}.`,
    }).catch((error: Error) => void problems.push(error.message))

  const disk = watchDisk(stand)
  await waitFor(() => traffic.traces.length >= 5)
  await arrived(BACKENDS, accepted(), OTHERS_MS)
  const before = traffic.latencies.length

  note(`${at.join(', ')}: ${fault.title}, for ${Math.round(outageMs / 1000)} s`)
  for (const backend of at) await fault.begin(stand.doors[backend], random)
  const fromRequest = traffic.traces.length
  await pause(outageMs)
  const duringOutage = traffic.traces.length - fromRequest
  const during = traffic.latencies.length
  await arrived(others, accepted(), OTHERS_MS)
  const heldBack = await missing(at, accepted())
  if (fault.holds && heldBack === 0) problems.push('The fault held nothing back.')

  note(`${at.join(', ')}: well again, ${heldBack} held back`)
  for (const backend of at) await fault.end(stand.doors[backend])
  const wellAgain = performance.now()
  const untilNow = traffic.traces.length
  await waitFor(() => traffic.traces.length >= untilNow + 5)
  await traffic.stop()
  await arrived(BACKENDS, accepted(), RECOVERY_MS + (fault.waitMs ?? 0) + outageMs * RECOVERY_SHARE)
  const recoveryMs = Math.round(performance.now() - wellAgain)

  const ledger = await sidecarLedger(stand.metricsPort, '--wait=30')
  const rejected = stand.doors.tempo.http.rejected.length
  const unanswered = traffic.unanswered.length
  problems.push(...ledgerProblems(ledger, traffic.traces.length - rejected, rejected, unanswered))
  if (unanswered > traffic.traces.length * UNANSWERED_SHARE)
    problems.push(`Receiving stalled: ${unanswered} got no answer in time.`)
  if (traffic.refused.length > 0) problems.push(`The collector refused: ${traffic.refused.join(', ')}.`)
  const tolerant: readonly BackendName[] = fault.repeats ? at : []
  const repeatedAt = BACKENDS.filter((backend) => !tolerant.includes(backend) && stand.repeated(backend) > 0)
  if (repeatedAt.length > 0) problems.push(`Sent more than once to ${repeatedAt.join(', ')}.`)
  const p99Ms = {
    before: percentile(traffic.latencies.slice(0, before), 0.99),
    during: percentile(traffic.latencies.slice(before, during), 0.99),
  }
  if (p99Ms.during > P99_MS) problems.push(`Of 100 answers one took ${p99Ms.during} ms.`)
  const diskPeakBytes = await disk.stop()
  if (diskPeakBytes > DISK_BUDGET_BYTES) problems.push(`The queues took ${diskPeakBytes} bytes.`)
  const repeated = BACKENDS.reduce((sum, backend) => sum + stand.repeated(backend), 0)
  const requests = traffic.traces.length
  return {
    requests,
    duringOutage,
    heldBack,
    rejected,
    unanswered,
    repeated,
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
    const lost = place === TEMPO ? rejected : 0
    if (counted(account, 'lost') !== lost)
      problems.push(`${signal} ${place}: ${counted(account, 'lost')} counted as lost, ${lost} were.`)
  }
  const delivered = counted(accountAt(ledger, 'traces', TEMPO), 'delivered')
  if (delivered < wanted || delivered > wanted + unanswered)
    problems.push(`The ledger says ${delivered} spans reached Tempo, ${wanted} did.`)
  return problems
}

/** Looks at the queues until it is stopped, and then says how large they were at most. */
function watchDisk(stand: Stand): { stop(): Promise<number> } {
  const stopped = new AbortController()
  async function watch(): Promise<number> {
    let peak = 0
    while (!stopped.signal.aborted) {
      peak = Math.max(peak, await stand.diskBytes())
      await pause(DISK_INTERVAL_MS)
    }
    return peak
  }
  const watching = watch()
  return {
    stop() {
      stopped.abort()
      return watching
    },
  }
}

function percentile(values: readonly number[], share: number): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0)
}
