import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const ALERTS = new URL('../../alerts/', import.meta.url)

interface Rule {
  readonly alert?: string
  readonly record?: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
}

/**
 * The number an alert compares with, so that a threshold in a panel is the one that wakes somebody.
 *
 * @throws Error when there is no such alert, or when it does not compare with exactly one kind of number
 * @example alertNumber('ApiErrorRateHigh') // 0.01
 */
export function alertNumber(alert: string): number {
  const rules = readRules().filter((rule) => rule.alert === alert)
  const numbers = rules.map(({ expr }) => Number(/[<>]=?\s*(\d+(?:\.\d+)?)\b/.exec(expr)?.[1] ?? Number.NaN))
  const [number] = new Set(numbers)
  if (number === undefined || Number.isNaN(number) || new Set(numbers).size > 1) {
    const seen = rules.length === 0 ? 'no rule of that name' : `compared with ${numbers.join(', ')}`
    throw new Error(
      `alerts/ › ${alert}: ${seen}. A panel can only draw an alert that compares with one number.`,
    )
  }
  return number
}

/**
 * The limit in seconds of an alert on a percentile, which reads it from the name of the bucket that it records.
 *
 * @throws Error when the alert reads no such recording
 * @example alertSeconds('PaymentLatencyP95High') // 5
 */
export function alertSeconds(alert: string): number {
  const rule = readRules().find((candidate) => candidate.alert === alert)
  return numberIn(rule, /_(\d+)s:increase/, alert)
}

/**
 * How many times faster than allowed the error budget is used up when an alert fires.
 *
 * @param window the longer of its two windows, its label `window`
 * @throws Error when there is no such alert
 * @example alertBurnRate('CheckoutErrorBudgetBurnsFast', '1h') // 14.4
 */
export function alertBurnRate(alert: string, window: string): number {
  const rule = readRules().find(
    (candidate) => candidate.alert === alert && candidate.labels?.window === window,
  )
  return numberIn(rule, /\(([\d.]+) \* slo:/, `${alert}, window ${window}`)
}

/**
 * A number that alerts/guards.rules.yaml records as a constant series.
 *
 * @throws Error when it records none of that name
 * @example guardNumber('slo:checkout:error_budget') // 0.005
 */
export function guardNumber(record: string): number {
  const rule = readRules().find((candidate) => candidate.record === record)
  return numberIn(rule, /^vector\(([\d.]+)\)\s*$/, record)
}

function numberIn(rule: Rule | undefined, pattern: RegExp, name: string): number {
  const [, found] = pattern.exec(rule?.expr ?? '') ?? []
  if (found !== undefined) return Number(found)
  const seen = rule ? `nothing in it matches ${pattern}: ${rule.expr.trim()}` : 'no such rule'
  throw new Error(`alerts/ › ${name}: ${seen}. Fix the rule, or the panel that draws its limit.`)
}

function readRules(): Rule[] {
  return readdirSync(ALERTS)
    .filter((name) => name.endsWith('.rules.yaml'))
    .flatMap((name) => {
      const text = readFileSync(fileURLToPath(new URL(name, ALERTS)), 'utf8')
      return (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules)
    })
}
