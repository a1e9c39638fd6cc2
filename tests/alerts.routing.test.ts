import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { RECEIVERS } from '../cli/src/alerts/receiver.ts'
import { PROMETHEUS_FLAGS } from '../cli/src/up/prometheus-config.ts'
import { AMTOOL, alertmanagerMissing } from './support/alertmanager.ts'
import { inRepository } from './support/repository.ts'
import { ALERTS, readRules } from './vocabulary/rule-files.ts'

interface Route {
  receiver?: string
  matchers?: string[]
  group_by?: string[]
  group_wait?: string
  group_interval?: string
  repeat_interval?: string
  routes?: Route[]
}

const FILE = path.join(ALERTS, 'alertmanager.yaml')
const text = await readFile(FILE, 'utf8')
const { route, receivers, inhibit_rules } = parse(text) as {
  route: Route
  receivers: { name: string; webhook_configs: { url_file: string }[] }[]
  inhibit_rules: { target_matchers: string[] }[]
}
const alerts = readRules().flatMap(({ alert, labels }) =>
  alert ? [{ alert, severity: labels.severity ?? '' }] : [],
)

const routesOf = (each: Route): Route[] => [each, ...(each.routes ?? []).flatMap(routesOf)]
const routeOf = (alert: string) =>
  routesOf(route).find(({ matchers }) => matchers?.includes(`alertname = "${alert}"`))

/** Whom Alertmanager's own router would tell. */
async function receiverOf(labels: Record<string, string>): Promise<string> {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  const { stdout } = await promisify(execFile)(AMTOOL, [
    'config',
    'routes',
    'test',
    `--config.file=${FILE}`,
    ...pairs,
  ])
  return stdout.trim()
}

describe.skipIf(alertmanagerMissing)(
  `amtool${alertmanagerMissing ? ` (${alertmanagerMissing})` : ''}`,
  () => {
    test('finds no fault in alertmanager.yaml', async () => {
      const { stdout } = await promisify(execFile)(AMTOOL, ['check-config', FILE])
      expect(stdout).toContain('SUCCESS')
      expect(stdout).toContain(`${receivers.length} receivers`)
    })

    test.each(alerts)('sends $alert ($severity) where its severity says', async ({ alert, severity }) => {
      const labels = {
        alertname: alert,
        severity,
        job: 'ticketcap',
        deployment_environment_name: 'production',
      }
      expect(await receiverOf(labels)).toBe(alert === 'Watchdog' ? 'heartbeat' : severity)
    })

    test('sends what has no known severity to the tickets', async () => {
      expect(await receiverOf({ alertname: 'SomethingNew', severity: 'unheard-of' })).toBe('ticket')
    })
  },
)

describe('alertmanager.yaml', () => {
  test('every receiver of a route exists, every receiver is used, and the local stack answers for each', () => {
    const used = new Set(routesOf(route).map(({ receiver }) => receiver))
    expect([...used].sort()).toEqual(receivers.map(({ name }) => name).sort())
    expect([...used].sort()).toEqual([...RECEIVERS].sort())
  })

  test('every alert it names exists', () => {
    const named = [...text.matchAll(/alertname =~? "([^"]+)"/g)].flatMap(
      ([, value]) => value?.split('|') ?? [],
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !alerts.some(({ alert }) => alert === name))).toEqual([])
  })

  test('a tenant isolation failure goes out alone and at once, and nothing inhibits it', () => {
    expect(routeOf('TenantIsolationFailure')).toMatchObject({
      receiver: 'page',
      group_by: ['...'],
      group_wait: '0s',
    })
    const targets = JSON.stringify(inhibit_rules.map(({ target_matchers }) => target_matchers))
    expect(targets).not.toMatch(/TenantIsolationFailure|severity = \\"page\\"/)
  })

  test('the heartbeat is repeated at every interval: its repetition is due before the next one', () => {
    const { group_interval = '', repeat_interval = '' } = routeOf('Watchdog') ?? {}
    expect(seconds(group_interval)).toBe(60)
    expect(seconds(repeat_interval)).toBeLessThan(60)
  })

  test('no address stands in it: they are secrets in files', () => {
    expect(JSON.stringify(receivers)).not.toMatch(/https?:/)
    for (const { name, webhook_configs } of receivers) {
      expect(webhook_configs.map(({ url_file }) => url_file)).toEqual([`webhooks/${name}`])
    }
  })
})

describe('docker-compose.yml', () => {
  interface Service {
    image?: string
    command?: string[]
    volumes?: string[]
    working_dir?: string
    secrets?: { source: string; target: string }[]
  }
  const { services, secrets } = parse(readFileSync(inRepository('docker-compose.yml'), 'utf8'), {
    merge: true,
  }) as { services: Record<string, Service>; secrets: Record<string, { file: string }> }

  test('runs the version of Alertmanager that is tested here', () => {
    const module = readFileSync(inRepository('tools/alertmanager/go.mod'), 'utf8')
    const [, version = 'none'] = /prometheus\/alertmanager (v[\d.]+)/.exec(module) ?? []
    expect(services.alertmanager?.image).toBe(`\${ALERTMANAGER_IMAGE:-prom/alertmanager:${version}}`)
  })

  test('gives Alertmanager this configuration, and a file for each of its receivers', () => {
    const { command, volumes, working_dir, secrets: mounted = [] } = services.alertmanager ?? {}
    const file = '/etc/alertmanager/alertmanager.yaml'
    expect(command).toContain(`--config.file=${file}`)
    expect(volumes).toContain(`./alerts/alertmanager.yaml:${file}:ro`)
    expect(mounted.map(({ target }) => path.posix.relative(working_dir ?? '', target))).toEqual(
      RECEIVERS.map((name) => `webhooks/${name}`),
    )
    for (const [index, { source }] of mounted.entries()) {
      const name = RECEIVERS[index]
      expect(secrets[source]?.file).toContain(`deploy/alertmanager/webhooks/${name}`)
      const address = readFileSync(inRepository(`deploy/alertmanager/webhooks/${name}`), 'utf8')
      expect(address).toBe(`http://pager:9094/${name}\n`)
    }
  })

  test('gives Prometheus the flags of npm start, and the rules where its configuration looks for them', () => {
    const { command = [], volumes = [] } = services.prometheus ?? {}
    expect(command).toEqual(expect.arrayContaining([...PROMETHEUS_FLAGS]))
    const [config = ''] = command.flatMap((flag) => /^--config\.file=(.+)/.exec(flag)?.[1] ?? [])
    expect(volumes).toContain(`./deploy/prometheus/prometheus.yaml:${config}:ro`)
    const rules = path.posix.resolve(path.posix.dirname(config), '../../alerts')
    expect(volumes).toContain(`./alerts:${rules}:ro`)
  })
})

function seconds(duration: string): number {
  const [, value, unit] = /^(\d+)([sm])$/.exec(duration) ?? []
  return Number(value) * (unit === 'm' ? 60 : 1)
}
