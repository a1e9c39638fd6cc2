import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { boardNames, readBoard } from '../dashboards/reading/board-file.ts'
import { inRepository } from './support/repository.ts'
import { countingShape, oneLine } from './vocabulary/counting-shape.ts'
import { promtool, promtoolMissing } from './vocabulary/promtool.ts'
import { ALERTS, alertFiles, readRules, titleOf } from './vocabulary/rule-files.ts'
import { expectationsOf, readRuleTests } from './vocabulary/rule-tests.ts'

const rules = readRules()
const ruleTests = readRuleTests()
const alerts = rules.flatMap((rule) => (rule.alert ? [{ ...rule, alert: rule.alert }] : []))
const names = [...new Set(alerts.map(({ alert }) => alert))]
const runbooks = await readFile(path.join(ALERTS, 'runbooks.md'), 'utf8')

/** Alerts that fire because nothing is there. */
const FIRE_ON_NOTHING = ['AppSilent', 'CollectorSilent', 'Watchdog']
/** Titles of panels by the address that opens them. */
const PANELS = new Map<string, string>(
  boardNames()
    .map(readBoard)
    .flatMap(({ uid, panels }) =>
      panels.map(({ id, title }) => [`/d/${uid}?viewPanel=${id}`, title] as const),
    ),
)
/** Topics about telemetry itself: no trace tells more about them. */
const WITHOUT_TRACES = ['silence', 'pipeline', 'access', 'delivery', 'storage', 'sampler', 'scrub', 'sentry']

describe('promtool', () => {
  test('finds no fault in the rule files', async (context) => {
    if (promtoolMissing) context.skip(promtoolMissing)
    const args = ['check', 'rules', '--lint=all', '--lint-fatal', ...alertFiles('.rules.yaml')]
    const { ok, output } = await promtool(args)
    expect(ok, output).toBe(true)
  })

  test('finds no fault in the configuration of Prometheus, nor in the rules it loads', async (context) => {
    if (promtoolMissing) context.skip(promtoolMissing)
    const file = inRepository('deploy/prometheus/prometheus.yaml')
    const { ok, output } = await promtool(['check', 'config', '--lint=all', '--lint-fatal', file])
    expect(ok, output).toBe(true)
    for (const rules of alertFiles('.rules.yaml')) expect(output).toContain(rules)
  })

  test.for(ruleTests.map(({ file }) => file))(
    'sees every rule of %s at its minute',
    async (file, context) => {
      if (promtoolMissing) context.skip(promtoolMissing)
      const { ok, output } = await promtool(['test', 'rules', file])
      expect(ok, output).toBe(true)
    },
  )

  test('sees no alert without data but those about silence', async (context) => {
    if (promtoolMissing) context.skip(promtoolMissing)
    const silent = names.filter((name) => !FIRE_ON_NOTHING.includes(name))
    const nothing = {
      rule_files: alertFiles('.rules.yaml').map((file) => path.join(ALERTS, file)),
      tests: [
        { alert_rule_test: silent.map((alertname) => ({ eval_time: '90m', alertname, exp_alerts: [] })) },
      ],
    }
    const directory = await mkdtemp(path.join(tmpdir(), 'alerts-'))
    try {
      await writeFile(path.join(directory, 'nothing.test.yaml'), stringify(nothing))
      const { ok, output } = await promtool(['test', 'rules', 'nothing.test.yaml'], directory)
      expect(ok, output).toBe(true)
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

describe.each(names)('%s', (name) => {
  const variants = alerts.filter(({ alert }) => alert === name)
  const states = ruleTests.flatMap(({ tests }) => tests.map((each) => expectationsOf(each, name)))

  test('is tested to fire at a minute and to be silent the minute before', () => {
    const always = name === 'Watchdog'
    const edge = states.some((at) => [...at].some(([minute, fires]) => fires && at.get(minute - 1) === false))
    expect(edge || always).toBe(true)
  })

  test('is tested to end, and to stay silent where nothing is wrong', () => {
    if (name === 'Watchdog') return
    const ends = states.some((at) => [...at].some(([minute, fires]) => !fires && endsBefore(at, minute)))
    const quiet = states.some((at) => at.size > 0 && ![...at.values()].includes(true))
    expect({ ends, quiet }).toEqual({ ends: true, quiet: true })
  })

  test.each(variants)('says what is wrong, how bad it is and where to look ($labels)', (rule) => {
    const { severity, ...otherLabels } = rule.labels
    expect(['page', 'ticket']).toContain(severity)
    expect(JSON.stringify(otherLabels)).not.toContain('{{')
    expect(rule.annotations.summary).toBeTruthy()
    expect(rule.annotations.description).toBeTruthy()
    expect(rule.annotations.runbook_url).toBe(`alerts/runbooks.md#${name.toLowerCase()}`)
    expect(PANELS.get(rule.annotations.dashboard ?? ''), rule.annotations.dashboard).toBe(
      rule.annotations.panel,
    )
    expect('traces' in rule.annotations).toBe(!WITHOUT_TRACES.includes(rule.group))
  })

  test('has a runbook: first command, likely cause, how to tell it is over', () => {
    const section = runbooks.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? ''
    for (const part of ['**First**:', '**Likely cause**:', '**Over when**:']) expect(section).toContain(part)
  })
})

/** Whether the alert fired at some minute before. */
function endsBefore(at: ReadonlyMap<number, boolean>, minute: number): boolean {
  return [...at].some(([earlier, fires]) => fires && earlier < minute)
}

test('no runbook is about an alert that does not exist', () => {
  expect([...runbooks.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading).sort()).toEqual(names.sort())
})

describe('counting', () => {
  const counting = rules.filter(({ expr }) => /\b(increase|rate|irate|delta)\(/.test(expr))

  test.each(counting.map((rule) => [titleOf(rule), rule] as const))('%s has the one shape', (_, rule) => {
    if (rule.alert === 'ExporterStalled') return
    expect(oneLine(rule.expr)).toBe(countingShape(rule))
  })

  test('a bare increase(), which misses the first event, is not that shape', () => {
    const bare = 'sum by (job) (increase(ticketcap_payments_total[10m]))'
    expect(countingShape({ expr: bare })).not.toBe(bare)
  })
})

describe('guards', () => {
  const guards = rules.flatMap(({ record, file }) => (record && file === 'guards.rules.yaml' ? [record] : []))

  test.each(guards)('%s is read by a rule, and missed when it is gone', (guard) => {
    const readers = rules.filter(({ expr }) => expr.includes(guard)).map(({ alert }) => alert)
    expect(readers).toContain('AlertGuardMissing')
    expect(readers.length).toBeGreaterThan(1)
  })

  test('no rule has a volume of its own', () => {
    const own = rules.filter(({ expr }) => />=\s*\d/.test(expr)).map(titleOf)
    expect(own).toEqual([])
  })
})
