/**
 * Demonstrates the promised alerts in real time, which takes about 70 minutes: buyers, failures on purpose, and the
 * shipped collector, rules and Alertmanager at the intervals of production. Writes docs/alerts.md.
 *
 *   npm run alerts:demonstrate
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { noticeLine } from '../../cli/src/alerts/lines.ts'
import { formatDuration } from '../../cli/src/terminal/duration.ts'
import { inRepository } from '../support/repository.ts'
import { INJECTIONS } from './injections.ts'
import { startStand, type Told } from './stand.ts'
import { type Outcome, outcomeTable } from './table.ts'
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
  outcome.firedAt = fired.at
  outcome.summary = fired.notice.summary
  outcome.severity = fired.notice.severity
  await injection.repair?.(stand, injected)
  outcome.resolvedAt = (await told(outcome, 'resolved', injected)).at
}

async function told(
  { injection, injectedAt = 0 }: Outcome,
  status: string,
  injected: unknown,
): Promise<Told> {
  const { alert, label } = injection
  for (;;) {
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
}

function report(): void {
  const names = new Set(INJECTIONS.map(({ alert }) => alert))
  const others = stand.told.filter(({ notice }) => !names.has(notice.name) && notice.status === 'firing')
  const [first] = stand.heartbeats
  const missed = stand.heartbeats.filter(({ heard }) => !heard).length
  const date = new Date(startedAt).toISOString().slice(0, 10)
  const text = `# Alerts, demonstrated

\`npm run alerts:demonstrate\` runs the demo under ordinary traffic, injects one failure after the other and writes this
page. Everything between is what ships: collector-config.yaml, deploy/prometheus/prometheus.yaml, the rules of alerts/
with their windows, alerts/alertmanager.yaml. The app exports its metrics and the collector flushes its own once a
minute, as deployed. *Told* is when the webhook of Alertmanager was called, *over* when it was called again with
\`resolved\`; both count from the injection.

Run of ${date} on ${cpus().length} cores, ${formatDuration(Date.now() - startedAt)}:

${outcomeTable(outcomes, startedAt)}

- ${QUIET_MINUTES} minutes of ordinary traffic before the first failure: ${falseAlarms.length} alerts told.
- The heartbeat of alerting was first heard ${first ? formatDuration(first.at - (startedAt - QUIET_MINUTES * MINUTE_MS)) : 'never'} after the traffic began, and missed ${missed} times.
- Told besides, as a consequence: ${listOf(others)}.

## What decides the times

| from → to | at most |
|---|---|
| event → export by the app, or flush by the collector | 60 s |
| export → rule evaluated | 15 s here, 60 s in Grafana Cloud |
| evaluated → firing | \`for\` of the rule: 0, 1 or 5 minutes |
| firing → told | 0 s (tenant isolation), 10 s (page), 30 s (ticket) |
| cause gone → over | the window of the rule (5 min, 10 min, 1 h), then \`keep_firing_for\`, then up to 5 min until Alertmanager's next message |
`
  writeFileSync(REPORT, text)
  process.stdout.write(text)
}

function listOf(others: readonly Told[]): string {
  const counts = Map.groupBy(others, ({ notice }) => notice.name)
  return [...counts].map(([name, tellings]) => `\`${name}\` (${tellings.length})`).join(', ') || 'nothing'
}
