import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { countingShape, oneLine } from './vocabulary/counting-shape.ts'
import { type Mutation, mutationsOf } from './vocabulary/mutations.ts'
import { promtool, promtoolMissing } from './vocabulary/promtool.ts'
import { ALERTS, alertFiles, type Rule, readRules, titleOf } from './vocabulary/rule-files.ts'
import { readRuleTests } from './vocabulary/rule-tests.ts'
import { unknownInPromql, withRecordings } from './vocabulary/unknown-names.ts'

/** How many mutations to run through promtool; `ALERT_MUTATIONS=all` runs every one. Default 16, spread evenly. */
const WANTED = process.env.ALERT_MUTATIONS ?? '16'

const rules = readRules()
const mutants = rules
  // Watchdog fires whatever its value is.
  .filter(({ alert }) => alert !== 'Watchdog')
  .flatMap((rule) => mutationsOf(rule.expr).map((mutation) => ({ rule, mutation })))
const catalogue = withRecordings(emittedSeries(), rules)
/** What no list of names can tell: numbers, comparisons, and values that are open. vocabulary.test.ts sees the others. */
const unseen = mutants.filter(({ mutation: { expr } }) => unknownInPromql(expr, catalogue).length === 0)
const ruleTests = readRuleTests()

/** An even spread over all, so that every file has its share and the choice is the same every time. */
function chosen<T>(all: readonly T[]): T[] {
  const count = WANTED === 'all' ? all.length : Math.min(Number(WANTED), all.length)
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T)
}

test('a metric or a label that nobody emits makes a test of the vocabulary fail, whichever it is', () => {
  const metrics = unseen.filter(({ mutation }) => mutation.of === 'name' && mutation.change.endsWith('_gone'))
  expect(metrics.map(describeMutant)).toEqual([])
  expect(mutants.length - unseen.length).toBeGreaterThan(300)
})

describe('a changed value, threshold or comparison makes a promtool test fail', () => {
  test.for(chosen(unseen).map((mutant) => [describeMutant(mutant), mutant] as const))(
    '%s',
    async ([, { rule, mutation }], context) => {
      if (promtoolMissing) context.skip(promtoolMissing)
      expect(await survives(rule, mutation)).toBe(false)
    },
  )

  test('an unchanged rule makes none fail', async (context) => {
    if (promtoolMissing) context.skip(promtoolMissing)
    const rule = rules.find(({ file }) => file === 'tenancy.rules.yaml') as Rule
    expect(await survives(rule, { of: 'name', change: 'none', expr: rule.expr })).toBe(true)
  })
})

function describeMutant({ rule, mutation }: { rule: Rule; mutation: Mutation }): string {
  return `${titleOf(rule)}: ${mutation.change}`
}

/** The alerts that a rule is, or that read it, directly or through other recordings. */
function alertsReading({ alert, record }: Rule): string[] {
  if (alert) return [alert]
  return rules.filter(({ expr }) => expr.includes(record ?? '')).flatMap(alertsReading)
}

/** Runs the tests that load the rule's file against a copy of alerts/ with the mutation in it. */
async function survives(rule: Rule, { expr }: Mutation): Promise<boolean> {
  // How rules count is compared word by word (alerts.test.ts), so only what they count is left to promtool.
  if (countingShape(rule) && countingShape({ expr }) !== oneLine(expr)) return false
  const directory = await mkdtemp(path.join(tmpdir(), 'mutant-'))
  try {
    for (const file of [...alertFiles('.rules.yaml'), ...alertFiles('.test.yaml')]) {
      await cp(path.join(ALERTS, file), path.join(directory, file))
    }
    const target = path.join(directory, rule.file)
    const document = parseDocument(await readFile(target, 'utf8'))
    const rules = document.getIn(['groups', 0, 'rules']) as unknown as {
      items: { get(key: string): unknown; set(key: string, value: unknown): void }[]
    }
    const item = rules.items.find((each) => each.get('expr') === rule.expr)
    if (item === undefined) throw new Error(`${titleOf(rule)} is not in the first group of ${rule.file}.`)
    item.set('expr', expr)
    await writeFile(target, String(document))
    for (const { file, rule_files } of ruleTests) {
      if (!rule_files.includes(rule.file)) continue
      // The tests of the alerts that read the rule first: they are a part of the file, and mostly enough.
      const own = ['--run', `^(${alertsReading(rule).join('|')}):`]
      if (!(await promtool(['test', 'rules', ...own, file], directory)).ok) return false
      if (!(await promtool(['test', 'rules', file], directory)).ok) return false
    }
    return true
  } finally {
    await rm(directory, { recursive: true })
  }
}
