import type { Rule } from './rule-files.ts'

const HISTORY_MINUTES = 60

/**
 * The one way in which rules count events, so that the first, the late and the restarted are not missed
 * (alerts/checkout.rules.yaml explains it). Undefined for a rule that reads no counter over a window.
 *
 * @example countingShape({ expr: 'sum by (job) ( … increase(x_total[10m]) )' }) // the expression it must be
 */
export function countingShape({ expr }: Pick<Rule, 'expr'>): string | undefined {
  const by = /^sum by \(([^)]*)\)/.exec(expr)?.[1]
  const counter = /increase\(((?:[\w:]+)(?:\{[^}]*\})?)\[(\w+)\]\)\s*\)\s*$/.exec(expr)
  if (by === undefined || counter === null) return undefined
  const [, series, window] = counter as unknown as [string, string, string]
  const both = `${minutesOf(window) + HISTORY_MINUTES}m`
  return oneLine(`sum by (${by}) (
      last_over_time(${series}[${window}]) - last_over_time(${series}[1h] offset ${window})
        unless resets(${series}[${both === '120m' ? '2h' : both}]) > 0
    or
      last_over_time(${series}[${window}]) unless last_over_time(${series}[1h] offset ${window})
    or
      increase(${series}[${window}])
    )`)
}

/** The expression with single spaces. */
export function oneLine(expr: string): string {
  return expr.replaceAll(/\s+/g, ' ').trim()
}

function minutesOf(window: string): number {
  return window.endsWith('h') ? Number.parseInt(window, 10) * 60 : Number.parseInt(window, 10)
}
