/**
 * Demonstrates the promised alerts in real time, which takes about 70 minutes: buyers, failures on purpose, and the
 * shipped collector, rules and Alertmanager at the intervals of production. Writes docs/alerts.md.
 *
 *   npm run alerts:demonstrate
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { noticeLine } from '../../cli/src/alerts/lines.ts'
import { inRepository } from '../support/repository.ts'
import { INJECTIONS } from './injections.ts'
import { demonstrationReport } from './report.ts'
import { startStand, type Told } from './stand.ts'
import type { Outcome } from './table.ts'
import { sendTraffic } from './traffic.ts'

const REPORT = inRepository('docs/alerts.md')
const MINUTE_MS = 60_000
/** Ordinary traffic before the first failure: nothing may be told in it. */
const QUIET_MINUTES = 2
/** An hour is the longest window; a message that something is over waits up to five minutes more. */
const LAST_MINUTE = 75
const POLL_MS = 1_000

const print = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)
await using stand = await startStand({
  // Nothing is shortened: these are the defaults of a deployment. But the demo gives up on a payment after 4 s, and a
  // payment that takes 6 s must be able to end well.
  app: { OTEL_METRIC_EXPORT_INTERVAL: '60000', PAYMENT_TIMEOUT_MS: '8000' },
  collector: { METRICS_FLUSH_INTERVAL: '60s', SAMPLING_DECISION_WAIT: '10s' },
  onNotice: (notice) => print(noticeLine(notice, (_, text) => text)),
})
const ended = new AbortController()
const traffic = sendTraffic(stand.demo, ended.signal)
print(` traffic runs; the first failure is in ${QUIET_MINUTES} minutes`)
await wait(QUIET_MINUTES * MINUTE_MS)
const falseAlarms = [...stand.told]

const startedAt = Date.now()
const outcomes: Outcome[] = INJECTIONS.map((injection) => ({ injection }))
const running = outcomes.map(demonstrate)
const everything = Promise.all(running).then(() => true)
let done = false
while (!done && Date.now() - startedAt < LAST_MINUTE * MINUTE_MS) {
  done = await Promise.race([everything, wait(POLL_MS).then(() => false)])
}
ended.abort()
await traffic
report()
const whole = outcomes.every(({ firedAt, resolvedAt }) => firedAt && resolvedAt)
if (!whole || falseAlarms.length > 0) process.exitCode = 1

async function demonstrate(outcome: Outcome): Promise<void> {
  const { injection } = outcome
  await wait(injection.atMinute * MINUTE_MS)
  outcome.injectedAt = Date.now()
  print(` · injected: ${injection.how}`)
  const injected = await injection.inject(stand)
  const fired = await told(outcome, 'firing', injected)
  if (!fired) return
  outcome.firedAt = fired.at
  outcome.summary = fired.notice.summary
  outcome.severity = fired.notice.severity
  await injection.repair?.(stand, injected)
  outcome.resolvedAt = (await told(outcome, 'resolved', injected))?.at
}

/** What the receiver was told about an injection; undefined when the demonstration ends first. */
async function told(
  { injection, injectedAt = 0 }: Outcome,
  status: string,
  injected: unknown,
): Promise<Told | undefined> {
  const { alert, label } = injection
  while (!ended.signal.aborted) {
    const found = stand.told.find(
      ({ at, notice }) =>
        at >= injectedAt &&
        notice.name === alert &&
        notice.status === status &&
        (!label || notice.labels[label] === String(injected)),
    )
    if (found) return found
    await wait(POLL_MS)
  }
  return undefined
}

function report(): void {
  const trafficAt = startedAt - QUIET_MINUTES * MINUTE_MS
  const { told: all, heartbeats } = stand
  const text = demonstrationReport({
    outcomes,
    startedAt,
    trafficAt,
    endedAt: Date.now(),
    told: all,
    heartbeats,
  })
  writeFileSync(REPORT, text)
  process.stdout.write(text)
}
