import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { countingShape, oneLine } from './vocabulary/counting-shape.ts'
import { type Mutation, mutationsOf } from './vocabulary/mutations.ts'
import { promtool, promtoolMissing } from './vocabulary/promtool.ts'
import { ALERTS, alertFiles, type Rule, readRules, titleOf } from './vocabulary/rule-files.ts'
import { readRuleTests } from './vocabulary/rule-tests.ts'

/** How many mutations to try; `ALERT_MUTATIONS=all` tries every one. Default 16, spread evenly. */
const WANTED = process.env.ALERT_MUTATIONS ?? '16'

const rules = readRules()
const mutants = rules
  // Watchdog fires whatever its value is.
  .filter(({ alert }) => alert !== 'Watchdog')
  .flatMap((rule) => mutationsOf(rule.expr).map((mutation) => ({ rule, mutation })))
const ruleTests = readRuleTests()

/** An even spread over all, so that every file has its share and the choice is the same every time. */
function chosen<T>(all: readonly T[]): T[] {
  const count = WANTED === 'all' ? all.length : Math.min(Number(WANTED), all.length)
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T)
}

describe('a changed name, value or threshold makes a promtool test fail', () => {
  test.for(chosen(mutants).map((mutant) => [describeMutant(mutant), mutant] as const))(
    '%s',
    async ([, { rule, mutation }], context) => {
      if (promtoolMissing) context.skip(promtoolMissing)
      expect(await survives(rule, mutation)).toBe(false)
    },
  )

  test('an unchanged rule makes none fail', async (context) => {
    if (promtoolMissing) context.skip(promtoolMissing)
    const rule = rules.find(({ file }) => file === 'tenancy.rules.yaml') as Rule
    expect(await survives(rule, { change: 'none', expr: rule.expr })).toBe(true)
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
