import { formatDuration } from '../../cli/src/terminal/duration.ts'
import type { Injection } from './injections.ts'

/** What became of an injection. All times in milliseconds since the epoch. */
export interface Outcome {
  injection: Injection
  injectedAt?: number
  /** When the receiver was told that it fires. */
  firedAt?: number
  summary?: string
  /** When the receiver was told that it is over. */
  resolvedAt?: number
  severity?: string
}

/** The outcomes as a table in Markdown. */
export function outcomeTable(outcomes: readonly Outcome[], startedAt: number): string {
  const rows = outcomes.map(({ injection, injectedAt, firedAt, resolvedAt, severity, summary }) => [
    injection.promise,
    `\`${injection.alert}\` (${severity ?? '…'})`,
    injection.how,
    injectedAt === undefined ? '…' : clock(injectedAt - startedAt),
    after(injectedAt, firedAt),
    after(injectedAt, resolvedAt),
    summary ?? '…',
  ])
  const head = ['promised', 'alert', 'injected', 'at t', 'told at t +', 'over at t +', 'what it said']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function after(from: number | undefined, to: number | undefined): string {
  return from === undefined || to === undefined ? '…' : formatDuration(to - from)
}

/** Minutes and seconds since the start. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
