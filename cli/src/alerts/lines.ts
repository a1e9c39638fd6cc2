import type { Paint } from '../terminal/colour.ts'
import { formatDuration } from '../terminal/duration.ts'
import type { Notice } from './notice.ts'

/** Of a text in a line. */
const MAX_LENGTH = 300

/** One line for people: what began or ended, and where the runbook is. */
export function noticeLine(notice: Notice, paint: Paint): string {
  const { status } = notice
  const [name, severity, summary] = [notice.name, notice.severity, notice.summary].map(printable) as [
    string,
    string,
    string,
  ]
  if (status === 'resolved') {
    const lasted = Date.parse(notice.endsAt) - Date.parse(notice.startsAt)
    return ` ${paint('green', '✓')} ${severity.padEnd(6)} ${paint('bold', name)} is over after ${formatDuration(lasted)}`
  }
  const mark = severity === 'page' ? paint('red', '▲') : paint('yellow', '△')
  const { runbook_url } = notice.annotations
  const runbook = runbook_url ? ` ${paint('dim', printable(runbook_url))}` : ''
  return ` ${mark} ${severity.padEnd(6)} ${paint('bold', name)} ${summary}${runbook}`
}

/** One line for people: whether alerting itself is alive. */
export function heartbeatLine(heard: boolean, limitMs: number, paint: Paint): string {
  if (heard) return ` ${paint('green', '✓')} alerting works: its heartbeat arrives`
  const silence = formatDuration(limitMs)
  return ` ${paint('red', '▲')} alerting is silent: no heartbeat for ${silence}. See alerts/runbooks.md#watchdog`
}

/** Whoever reaches the receiver decides what it prints, but not what the terminal does. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, MAX_LENGTH)
}
