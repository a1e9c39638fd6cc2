import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { inRepository } from '../support/repository.ts'

/** Where the rules, their tests and the runbooks are. */
export const ALERTS = inRepository('alerts')

/** A rule as the Prometheus rule file has it: either `alert` or `record`. */
export interface Rule {
  readonly file: string
  readonly group: string
  readonly alert?: string
  readonly record?: string
  readonly expr: string
  readonly labels: Record<string, string>
  readonly annotations: Record<string, string>
}

/** Names of the files in `alerts/` that end in `suffix`, sorted. */
export function alertFiles(suffix: '.rules.yaml' | '.test.yaml'): string[] {
  return readdirSync(ALERTS)
    .filter((name) => name.endsWith(suffix))
    .sort()
}

/** Every rule of every rule file, in order. */
export function readRules(): Rule[] {
  return alertFiles('.rules.yaml').flatMap((file) => {
    const { groups } = parse(readFileSync(path.join(ALERTS, file), 'utf8')) as {
      groups: { name: string; rules: (Pick<Rule, 'expr'> & Partial<Rule>)[] }[]
    }
    return groups.flatMap(({ name, rules }) =>
      rules.map((rule) => ({
        ...rule,
        file,
        group: name,
        labels: rule.labels ?? {},
        annotations: rule.annotations ?? {},
      })),
    )
  })
}

/** What a rule is called in messages: `checkout.rules.yaml › PaymentFailureRateHigh`. */
export function titleOf({ file, alert, record }: Rule): string {
  return `${file} › ${alert ?? record}`
}
