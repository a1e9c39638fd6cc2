import { describe, expect, test } from 'vitest'
import { boardExpressions } from './vocabulary/board-expressions.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { mutationsOf } from './vocabulary/mutations.ts'
import { readRules } from './vocabulary/rule-files.ts'
import {
  unknownInPromql,
  unknownInTraceql,
  unknownResultLabels,
  withAlerts,
  withRecordings,
} from './vocabulary/unknown-names.ts'

const rules = readRules()
const catalogue = withAlerts(withRecordings(emittedSeries(), rules), rules)
const expressions = boardExpressions()

test('there are queries of both languages, and of variables', () => {
  const count = (language: string) => expressions.filter((each) => each.language === language).length
  expect(count('promql')).toBeGreaterThan(100)
  expect(count('traceql')).toBeGreaterThan(3)
  expect(expressions.filter(({ asked }) => asked.length > 0).length).toBeGreaterThan(5)
})

describe('every name in the dashboards is one that somebody emits', () => {
  test.each(expressions.map((each) => [each.title, each] as const))(
    '%s',
    (_, { language, text, ...labels }) => {
      if (language === 'traceql') return expect(unknownInTraceql(text), text).toEqual([])
      expect(unknownInPromql(text, catalogue), text).toEqual([])
      expect(unknownResultLabels(text, [...labels.legend, ...labels.asked], catalogue), text).toEqual([])
    },
  )
})

test('every metric, label and label value in every query is caught when it is broken', () => {
  const mutants = expressions
    .filter(({ language }) => language === 'promql')
    .flatMap(({ title, text }) => mutationsOf(text).map((mutation) => ({ title, ...mutation })))
    .filter(({ of, change }) => of === 'name' && !isChosen(change))
  expect(mutants.length).toBeGreaterThan(500)
  const unseen = mutants.filter(({ expr }) => unknownInPromql(expr, catalogue).length === 0)
  expect(unseen.map(({ title, change }) => `${title}: ${change}`)).toEqual([])
})

/** Whoever looks at the board chose the value, or it is part of a pattern around such a choice. */
function isChosen(change: string): boolean {
  return /^"(\.\*.*)?" →/.test(change)
}

test('a broken name in a board is caught', () => {
  const alerts = (expr: string) => unknownInPromql(expr, catalogue).join(' ')
  expect(alerts('ALERTS{alertname="WatchDog"}')).toContain('is never "WatchDog"')
  expect(alerts('ALERTS{alertname="Watchdog", alertstate="firing"}')).toBe('')
  const renamed = (from: string) =>
    alerts(`sum by (made) (label_replace(target_info, "made", "$1", "${from}", "(.+)"))`)
  expect(renamed('jobb')).toContain('has the label "jobb"')
  expect(renamed('job')).toBe('')
  expect(unknownResultLabels('sum by (job) (target_info)', ['http_route'], catalogue)).toEqual([
    'The result has no label "http_route".',
  ])
  expect(unknownResultLabels('sum by (job) (target_info)', ['job'], catalogue)).toEqual([])
})
