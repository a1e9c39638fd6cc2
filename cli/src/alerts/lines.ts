import type { Paint } from '../terminal/colour.ts'
import { formatDuration } from '../terminal/duration.ts'
import type { Notice } from './notice.ts'

/** One line for people: what began or ended, and where the runbook is. */
export function noticeLine(notice: Notice, paint: Paint): string {
  const { name, severity, status, summary, annotations } = notice
  if (status === 'resolved') {
    const lasted = Date.parse(notice.endsAt) - Date.parse(notice.startsAt)
    return ` ${paint('green', '✓')} ${severity.padEnd(6)} ${paint('bold', name)} is over after ${formatDuration(lasted)}`
  }
  const mark = severity === 'page' ? paint('red', '▲') : paint('yellow', '△')
  const runbook = annotations.runbook_url ? ` ${paint('dim', annotations.runbook_url)}` : ''
  return ` ${mark} ${severity.padEnd(6)} ${paint('bold', name)} ${summary}${runbook}`
}

/** One line for people: whether alerting itself is alive. */
export function heartbeatLine(heard: boolean, limitMs: number, paint: Paint): string {
  if (heard) return ` ${paint('green', '✓')} alerting works: its heartbeat arrives`
  const silence = formatDuration(limitMs)
  return ` ${paint('red', '▲')} alerting is silent: no heartbeat for ${silence}. See alerts/runbooks.md#watchdog`
}
