import { describe, expect, test } from 'vitest'
import { startRulerStandIn } from './alerts/ruler.ts'
import { Program } from './support/program.ts'
import { inRepository } from './support/repository.ts'
import { promtoolMissing } from './vocabulary/promtool.ts'
import { readRules } from './vocabulary/rule-files.ts'

const groups = [...new Set(readRules().map(({ group }) => group))].sort()

/** Runs `sidecar alerts push` to its end. */
async function push(env: Record<string, string>, ...args: string[]) {
  await using program = new Program({
    name: 'sidecar',
    command: process.execPath,
    args: [inRepository('cli/src/main.ts'), 'alerts', 'push', ...args],
    env: { NO_COLOR: '1', ...env },
  })
  const { code } = await program.exited
  return { code, output: program.output }
}

describe.skipIf(promtoolMissing)(
  `sidecar alerts push${promtoolMissing ? ` (${promtoolMissing})` : ''}`,
  () => {
    async function start() {
      const ruler = await startRulerStandIn()
      const env = { MIMIR_ADDRESS: ruler.url, MIMIR_API_USER: ruler.user, MIMIR_API_KEY: ruler.key }
      return { ruler, env, [Symbol.asyncDispose]: () => ruler[Symbol.asyncDispose]() }
    }

    test('shows what it would do and does nothing, then does it once', async () => {
      await using stand = await start()
      const { ruler, env } = stand
      const dry = await push(env)
      expect(dry.code, dry.output).toBe(3)
      expect(dry.output).toContain('add tenancy\n')
      expect(dry.output).toContain('+ alert: TenantIsolationFailure')
      expect(dry.output).toContain(`Would change ${groups.length} groups of namespace ticketcap.`)
      expect(ruler.writes).toEqual([])

      const first = await push(env, '--write')
      expect(first.code, first.output).toBe(0)
      expect(ruler.writes.sort()).toEqual(groups.map((group) => `POST ticketcap ${group}`))

      const second = await push(env, '--write', '--json')
      expect(second.code).toBe(0)
      expect(JSON.parse(second.output)).toEqual({
        event: 'pushed',
        namespace: 'ticketcap',
        applied: true,
        changes: [],
      })
      expect(ruler.writes).toHaveLength(groups.length)
    })

    test('changes the one group that differs, removes one that is gone, and leaves other namespaces alone', async () => {
      await using stand = await start()
      const { ruler, env } = stand
      await push(env, '--write')
      const present = ruler.namespaces.get('ticketcap')
      const tenancy = present?.get('tenancy') as { name: string; rules: { labels?: object }[] }
      present?.set('tenancy', { ...tenancy, rules: tenancy.rules.map((rule) => ({ ...rule, for: '5m' })) })
      const foreign = { name: 'old', rules: [{ record: 'job:up:sum', expr: 'sum by (job) (up)' }] }
      present?.set('old', foreign)
      ruler.namespaces.set('others', new Map([['old', foreign]]))
      ruler.writes.length = 0

      const { code, output } = await push(env, '--write')
      expect(code, output).toBe(0)
      expect(output).toContain('- TenantIsolationFailure for: 5m')
      expect(output).toContain('- record: job:up:sum')
      expect(ruler.writes).toEqual(['DELETE ticketcap old', 'POST ticketcap tenancy'])
      expect([...(ruler.namespaces.get('others')?.keys() ?? [])]).toEqual(['old'])
    })

    test('makes the links of alerts whole when it is told where they lead', async () => {
      await using stand = await start()
      const { ruler, env } = stand
      const links = { GRAFANA_URL: 'https://grafana.example/', RUNBOOKS_URL: 'https://wiki.example/runbooks' }
      await push({ ...env, ...links }, '--write')
      const rules = ruler.namespaces.get('ticketcap')?.get('tenancy')?.rules as {
        alert?: string
        annotations?: Record<string, string>
      }[]
      expect(rules.find(({ alert }) => alert === 'TenantIsolationFailure')?.annotations).toMatchObject({
        runbook_url: 'https://wiki.example/runbooks#tenantisolationfailure',
        dashboard: expect.stringMatching(/^https:\/\/grafana\.example\/d\/ticketcap-/),
      })
    })

    test('says what to do when it is refused, when nobody is there, and when it is not told where', async () => {
      await using stand = await start()
      const refused = await push({ ...stand.env, MIMIR_API_KEY: 'wrong' })
      expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('E_RULER_REFUSED') })
      expect(refused.output).toContain('rules:write')
      expect(refused.output).not.toContain('wrong')
      const elsewhere = await push({ ...stand.env, MIMIR_ADDRESS: `${stand.ruler.url}/api` })
      expect(elsewhere).toMatchObject({ code: 1, output: expect.stringContaining('404 page not found') })
      const absent = await push({ MIMIR_ADDRESS: 'http://127.0.0.1:9' })
      expect(absent).toMatchObject({ code: 1, output: expect.stringContaining('E_RULER_UNREACHABLE') })
      const unset = await push({})
      expect(unset).toMatchObject({ code: 2, output: expect.stringContaining('MIMIR_ADDRESS') })
    })
  },
)

test('the stand-in refuses what Mimir refuses', async (context) => {
  if (promtoolMissing) context.skip(promtoolMissing)
  await using ruler = await startRulerStandIn()
  const authorization = `Basic ${Buffer.from(`${ruler.user}:${ruler.key}`).toString('base64')}`
  const post = async (body: string) => {
    const url = `${ruler.url}/prometheus/config/v1/rules/test`
    const answer = await fetch(url, { method: 'POST', headers: { authorization }, body })
    return answer.status
  }
  const rule = 'record: a:b:sum, expr: sum by (job) (up)'
  expect(await post(`{name: good, rules: [{${rule}}]}`)).toBe(202)
  expect(await post(`{name: bad, rules: [{record: a:b:sum, expr: 'sum by ('}]}`)).toBe(400)
  expect(await post(`{name: bad, rules: [{${rule}, unknown: 1}]}`)).toBe(400)
  expect(await post(`{rules: [{${rule}}]}`)).toBe(400)
  const many = Array.from({ length: 21 }, (_, i) => `{record: a:b${i}:sum, expr: up}`)
  expect(await post(`{name: many, rules: [${many.join(', ')}]}`)).toBe(400)
})
