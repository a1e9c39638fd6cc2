import { expect, test } from 'vitest'
import { type Place, Stand } from './several-collectors/stand.ts'
import { type Report, SPANS_OF_ONE, TRACE_MS, traceIdOf } from './several-collectors/traces.ts'
import { accountAt, counted, sidecarLedger } from './support/ledger.ts'
import { waitFor } from './support/wait-for.ts'

const RESTARTED = 0
const KILLED = 1
const UNTOUCHED = 2
/** Longest from the end of a span to its arrival in a sampler, and from there to its delivery, on a busy machine. */
const IN_APP_MS = 1500
const IN_SAMPLER_MS = 3500
/** Longest from the begin of a trace in an app to its arrival in a sampler. */
const UNDER_MS = TRACE_MS + IN_APP_MS

/** A stretch of time: traces that begin in it and that one collector has a part of may be split, or lost. */
interface Disturbance {
  readonly collector: number
  readonly from: number
  readonly until: number
  readonly loses?: boolean
}

test('traces stay whole while one of three collectors restarts and one is killed, and nothing else is lost', async () => {
  await using stand = await new Stand().start()
  await stand.more(60)

  const restartAt = Date.now()
  const [restartSeen] = await Promise.all([stand.away(RESTARTED), stand.collector(RESTARTED).restart()])
  const restartBack = await stand.back(RESTARTED)
  await stand.more(60)

  const killAt = Date.now()
  const [killSeen] = await Promise.all([stand.away(KILLED), stand.collector(KILLED).kill()])
  // Only what begins well before it is back tells who takes over; on a quick machine it would be back at once.
  await stand.moreBegun(100, killSeen, UNDER_MS, [RESTARTED, UNTOUCHED])
  await stand.collector(KILLED).restart()
  const killBack = await stand.back(KILLED)
  await stand.more(60)

  const reports = await stand.reports()
  for (const place of stand.places) await drained(place)

  const disturbances: Disturbance[] = [
    { collector: RESTARTED, from: restartAt - UNDER_MS, until: restartSeen },
    { collector: RESTARTED, from: restartBack - UNDER_MS, until: restartBack },
    { collector: KILLED, from: killAt - UNDER_MS - IN_SAMPLER_MS, until: killSeen, loses: true },
    { collector: KILLED, from: killBack - UNDER_MS, until: killBack },
  ]
  const split: string[] = []
  const lost: string[] = []
  const meanwhile = [0, 0, 0]
  let [emitted, delivered] = [0, 0]
  for (const [traceId, begunAt] of begun(reports)) {
    const found = stand.places.map(({ sink }) => sink.trace(traceId).length)
    const within = ({ from, until }: Omit<Disturbance, 'collector'>) =>
      begunAt.some((at) => at >= from && at <= until)
    const touching = disturbances.filter(within)
    const arrived = found.reduce((sum, spans) => sum + spans)
    const made = SPANS_OF_ONE * begunAt.length
    const what = `${found} spans of ${made}, begun ${begunAt.map((at) => at - killAt)} ms after the kill`
    const parts = found.filter(Boolean).length
    if (parts > 1 && !touching.some(({ collector }) => found[collector])) split.push(what)
    if (arrived !== made && !touching.some(({ loses }) => loses)) lost.push(what)
    if (begunAt.every((at) => at > killSeen && at < killBack - UNDER_MS)) {
      for (const [index, spans] of found.entries()) meanwhile[index] = (meanwhile[index] ?? 0) + spans
    }
    emitted += made
    delivered += arrived
  }
  expect({ split, lost }).toEqual({ split: [], lost: [] })
  expect(meanwhile[KILLED]).toBe(0)
  expect(Math.min(...meanwhile.filter((_, index) => index !== KILLED))).toBeGreaterThan(50)

  // The sum over all: what is missing was taken by the collector that was killed, and by no other.
  const taken = stand.takenByApps()
  const sinks = stand.places.map(({ sink }) => sink.spans.length)
  expect(taken[RESTARTED]).toBe(sinks[RESTARTED])
  expect(taken[UNTOUCHED]).toBe(sinks[UNTOUCHED])
  expect((taken[KILLED] ?? 0) - (sinks[KILLED] ?? 0)).toBe(emitted - delivered)
})

/** Waits until a collector has delivered what it holds, and its sums close. */
async function drained({ metricsPort }: Place): Promise<void> {
  const ledger = await waitFor(
    async () => {
      const read = await sidecarLedger(metricsPort, '--wait=5')
      const held = ['tail_sampling', 'otlp_http/tempo'].map((id) =>
        counted(accountAt(read, 'traces', id), 'waiting'),
      )
      return held.every((count) => count === 0) && read
    },
    { deadline: 30_000 },
  )
  expect(ledger.accounts.filter(({ verdict }) => verdict === 'missing')).toEqual([])
}

/** When each process began its part of each trace, by trace id. */
function begun(reports: readonly Report[]): Map<string, number[]> {
  const traces = new Map<string, number[]>()
  for (const [place, at] of reports.flat()) {
    const traceId = traceIdOf(place)
    traces.set(traceId, [...(traces.get(traceId) ?? []), at])
  }
  return traces
}
