import { describe, expect, test } from 'vitest'
import { SENTRY_DASHBOARD } from '../dashboards/sentry/dashboard.ts'
import { SENTRY_ISSUE_ALERTS } from '../dashboards/sentry/issue-alerts.ts'
import { Program } from './support/program.ts'
import { inRepository } from './support/repository.ts'
import { startSentryApi } from './support/sentry-api.ts'

const COUNT = 1 + SENTRY_ISSUE_ALERTS.length

/** Runs `sidecar sentry apply` to its end. */
async function apply(env: Record<string, string>, ...args: string[]) {
  await using program = new Program({
    name: 'sidecar',
    command: process.execPath,
    args: [inRepository('cli/src/main.ts'), 'sentry', 'apply', ...args],
    env: { NO_COLOR: '1', ...env },
  })
  const { code } = await program.exited
  return { code, output: program.output }
}

describe('sidecar sentry apply', () => {
  test('shows what it would do and does nothing, then does it once', async () => {
    await using sentry = await startSentryApi()
    const dry = await apply(sentry.env)
    expect(dry.code, dry.output).toBe(3)
    expect(dry.output).toContain('add dashboard ticketcap\n  + Errors (big_number)\n')
    expect(dry.output).toContain('add issue alert ticketcap: an error that many users meet\n')
    expect(dry.output).toContain('+ conditions[EventUniqueUserFrequencyCondition].value: 20')
    expect(dry.output).toContain(
      `Would change ${COUNT} things in box-office/ticketcap. Run again with --write.`,
    )
    expect(sentry.writes).toEqual([])

    const first = await apply(sentry.env, '--write')
    expect(first.code, first.output).toBe(0)
    expect(sentry.writes).toHaveLength(COUNT)
    const [dashboard] = sentry.dashboards.values()
    expect(dashboard).toMatchObject({ ...SENTRY_DASHBOARD, projects: [7] })
    expect([...sentry.rules.values()]).toMatchObject(SENTRY_ISSUE_ALERTS)

    const second = await apply(sentry.env, '--write', '--json')
    expect(second.code).toBe(0)
    expect(JSON.parse(second.output)).toEqual({
      event: 'applied',
      project: 'box-office/ticketcap',
      written: true,
      changes: [],
    })
    expect(sentry.writes).toHaveLength(COUNT)
  })

  test('mends what was changed by hand, by its id, and leaves what is not its own alone', async () => {
    await using sentry = await startSentryApi()
    await apply(sentry.env, '--write')
    const [dashboard] = sentry.dashboards.values()
    const widgets = dashboard?.widgets as { id: string; title: string; displayType: string }[]
    const ids = widgets.map(({ id }) => id)
    Object.assign(widgets[3] ?? {}, { displayType: 'line' })
    widgets.push({ ...(widgets[0] as (typeof widgets)[number]), id: '999', title: 'Made by hand' })
    const rule = [...sentry.rules.values()].find(({ name }) => String(name).includes('does not stop'))
    Object.assign(rule ?? {}, { frequency: 5 })
    sentry.rules.set('1', { id: '1', name: 'of another team', conditions: [], filters: [], actions: [] })
    sentry.dashboards.set('2', { id: '2', title: 'ticketcap, of another team', widgets: [] })
    sentry.writes.length = 0

    const dry = await apply(sentry.env)
    expect(dry.output).toContain(
      '- widgets[Error frequency].displayType: "line"\n  + widgets[Error frequency].displayType: "area"',
    )
    expect(dry.output).toContain('- widgets[Made by hand]\n')
    expect(dry.output).toContain('- frequency: 5\n  + frequency: 1440\n')
    expect(dry.code).toBe(3)

    expect((await apply(sentry.env, '--write')).code).toBe(0)
    expect(sentry.writes.map((write) => write.split(' ')[0])).toEqual(['PUT', 'PUT'])
    const mended = sentry.dashboards.get(String(dashboard?.id))?.widgets as typeof widgets
    expect(mended.map(({ id }) => id)).toEqual(ids)
    expect(sentry.rules.get('1')).toMatchObject({ name: 'of another team' })
    expect(sentry.dashboards.get('2')).toMatchObject({ title: 'ticketcap, of another team' })
    expect((await apply(sentry.env)).code).toBe(0)
  })

  test('says which variables are missing, and shows no token', async () => {
    await using sentry = await startSentryApi()
    const none = await apply({})
    expect(none.code).toBe(2)
    for (const name of ['SENTRY_ORG', 'SENTRY_PROJECT', 'SENTRY_AUTH_TOKEN'])
      expect(none.output).toContain(name)
    const wrong = await apply({ ...sentry.env, SENTRY_AUTH_TOKEN: 'not-the-token' })
    expect(wrong.code).toBe(1)
    expect(wrong.output).toContain('E_SENTRY_REFUSED')
    expect(wrong.output).toContain('was answered with 401')
    expect(wrong.output).not.toContain('not-the-token')
    const strange = await apply({ ...sentry.env, SENTRY_ORG: 'no-such' })
    expect(strange.output).toContain('was answered with 404')
    expect(strange.output).toContain('slugs')
  })

  test('says where nobody answers', async () => {
    const sentry = await startSentryApi()
    const { env } = sentry
    await sentry[Symbol.asyncDispose]()
    const { code, output } = await apply(env)
    expect(code).toBe(1)
    expect(output).toContain('E_SENTRY_UNREACHABLE')
    expect(output).toContain('Check SENTRY_URL')
  })
})

describe('what dashboards/sentry says', () => {
  test('fits the grid of six columns, and no widget lies on another', () => {
    const cells = SENTRY_DASHBOARD.widgets.flatMap(({ title, layout: { x, y, w, h } }) => {
      expect(x + w, title).toBeLessThanOrEqual(6)
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)}:${y + Math.floor(i / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  test('shows error frequency, error rate by endpoint, slowest transactions, payment errors and user impact', () => {
    expect(SENTRY_DASHBOARD.widgets.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Error frequency',
        'Error rate by endpoint',
        'Slowest transactions',
        'Payment errors',
        'User impact',
      ]),
    )
  })

  test('orders every table by a column that it shows', () => {
    for (const { title, queries } of SENTRY_DASHBOARD.widgets) {
      for (const { orderby, fields } of queries)
        if (orderby) expect(fields, title).toContain(orderby.replace(/^-/, ''))
    }
  })
})
