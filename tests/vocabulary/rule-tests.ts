import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { ALERTS, alertFiles } from './rule-files.ts'

/** A promtool unit test, as far as it is read here. */
export interface RuleTest {
  readonly name: string
  readonly alert_rule_test?: readonly {
    eval_time: string
    alertname: string
    exp_alerts: readonly unknown[]
  }[]
  readonly promql_expr_test?: readonly { eval_time: string; expr: string }[]
}

/** A promtool test file. */
export interface RuleTestFile {
  readonly file: string
  readonly rule_files: readonly string[]
  readonly tests: readonly RuleTest[]
}

/** The states in which a test expects an alert: minute to firing or not. */
export type Expectations = ReadonlyMap<number, boolean>

/** Every promtool test file of alerts/. */
export function readRuleTests(): RuleTestFile[] {
  return alertFiles('.test.yaml').map((file) => ({
    ...(parse(readFileSync(path.join(ALERTS, file), 'utf8')) as Omit<RuleTestFile, 'file'>),
    file,
  }))
}

/** When a test expects `alert` to fire and when to be silent. */
export function expectationsOf(test: RuleTest, alert: string): Expectations {
  const states = new Map<number, boolean>()
  for (const { eval_time, alertname, exp_alerts } of test.alert_rule_test ?? []) {
    if (alertname === alert) states.set(minutes(eval_time), exp_alerts.length > 0)
  }
  for (const { eval_time, expr } of test.promql_expr_test ?? []) {
    if (expr.includes(`ALERTS{alertname="${alert}", alertstate="firing"}`))
      states.set(minutes(eval_time), true)
  }
  return states
}

function minutes(time: string): number {
  const match = /^(\d+)m$/.exec(time)
  if (!match) throw new Error(`eval_time "${time}" is not in minutes. Write it as e.g. 31m.`)
  return Number(match[1])
}
