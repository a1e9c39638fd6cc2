import { cpus, loadavg } from 'node:os'
import { formatDuration } from '../../cli/src/terminal/duration.ts'
import type { Told } from './stand.ts'
import { type Outcome, outcomeTable } from './table.ts'

/** A demonstration from its first request to its last. Times in milliseconds since the epoch. */
export interface Demonstration {
  outcomes: readonly Outcome[]
  /** When ordinary traffic began. */
  trafficAt: number
  /** When the first failure was injected. */
  startedAt: number
  endedAt: number
  told: readonly Pick<Told, 'at' | 'notice'>[]
  heartbeats: readonly { at: number; heard: boolean }[]
}

/** docs/alerts.md. */
export function demonstrationReport(run: Demonstration): string {
  const { outcomes, trafficAt, startedAt, endedAt, told, heartbeats } = run
  const promised = new Set(outcomes.map(({ injection }) => injection.alert))
  const firing = told.filter(({ notice }) => notice.status === 'firing')
  return `# Alerts, demonstrated

\`npm run alerts:demonstrate\` runs the demo under ordinary traffic, injects one failure after the other and writes this
page. Everything between is what ships: collector-config.yaml, deploy/prometheus/prometheus.yaml, the rules of alerts/
with their windows, alerts/alertmanager.yaml. The app exports its metrics and the collector flushes its own once a
minute, as deployed; the demo waits 8 s for a payment, not 4 s, so that a slow one can end well. *Told* is when the
webhook of Alertmanager was called, *over* when it was called again with \`resolved\`; both count from the injection.

Run of ${new Date(startedAt).toISOString().slice(0, 10)} on ${cpus().length} cores, ${formatDuration(endedAt - trafficAt)}:

${outcomeTable(outcomes, startedAt)}

- ${formatDuration(startedAt - trafficAt)} of ordinary traffic before the first failure: ${firing.filter(({ at }) => at < startedAt).length} alerts told.
- The heartbeat of alerting was ${heartbeats.length > 0 ? 'heard' : 'never heard'}, and missed ${heartbeats.filter(({ heard }) => !heard).length} times.
- Told besides: ${listOf(firing.filter(({ notice }) => !promised.has(notice.name)))}.
- Told again: ${listOf(firing.filter(({ at, notice }) => outcomes.some(({ injection, firedAt = at }) => injection.alert === notice.name && at > firedAt)))}.
- Load of the machine at the end: ${loadavg()[2]?.toFixed(0)} on average over 15 minutes. What is told besides and again
  is a consequence of the failures, or of a machine that has other work to do.

## What decides the times

| from → to | at most |
|---|---|
| event → export by the app, or flush by the collector | 60 s |
| export → rule evaluated | 15 s here, 60 s in Grafana Cloud |
| evaluated → firing | \`for\` of the rule: 0, 1 or 5 minutes |
| firing → told | 0 s (tenant isolation), 10 s (page), 30 s (ticket); up to 5 min when the same alert is already told for another event |
| cause gone → over | the window of the rule (5 min, 10 min, 1 h), then \`keep_firing_for\`, then up to 5 min until Alertmanager's next message |
`
}

function listOf(told: Demonstration['told']): string {
  const counts = Map.groupBy(told, ({ notice }) => notice.name)
  return [...counts].map(([name, tellings]) => `\`${name}\` (${tellings.length})`).join(', ') || 'nothing'
}
