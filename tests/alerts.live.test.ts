import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { Program } from './support/program.ts'
import { Prometheus } from './support/prometheus.ts'
import { inRepository } from './support/repository.ts'
import { startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'
import { emittingAppMissing, runEmittingApp } from './vocabulary/emitting-app.ts'
import { ALERTS, alertFiles } from './vocabulary/rule-files.ts'

/** What the rules API says about a rule. */
interface EvaluatedRule {
  name: string
  query: string
  health: string
  lastError?: string
  alerts?: { state: string; labels: Record<string, string>; annotations: Record<string, string> }[]
}

/** Happen once in the life of the app that this test starts, before its first export. */
const FIRST_EVENTS = [
  'AppDropsSpans',
  'CapacityOversold',
  'DatabaseConnectionError',
  'TenantIsolationFailure',
]

test('the first events of a new app fire in a real Prometheus, and no rule has an error or a warning', async (context) => {
  if (emittingAppMissing) context.skip(emittingAppMissing)
  await using sink = await startSink()
  await using prometheus = await startEvaluating()
  await using collector = await startCollector({ traces: sink, metrics: prometheus })
  await runEmittingApp(collector)

  const firing = async () => {
    const alerts = (await evaluatedRules(prometheus)).flatMap((rule) => rule.alerts ?? [])
    return alerts.filter(({ state }) => state === 'firing')
  }
  await waitFor(
    async () => {
      const names = (await firing()).map(({ labels }) => labels.alertname)
      return FIRST_EVENTS.every((name) => names.includes(name))
    },
    { deadline: 30_000, describe: async () => `Firing: ${JSON.stringify(await firing())}` },
  )
  const isolation = (await firing()).find(({ labels }) => labels.alertname === 'TenantIsolationFailure')
  expect(isolation?.annotations.summary).toContain(' 1 ')

  const rules = await evaluatedRules(prometheus)
  expect(rules.filter(({ health }) => health !== 'ok')).toEqual([])
  const complaints = await Promise.all(rules.map(({ query }) => complaintsOf(prometheus, query)))
  expect(complaints.flat()).toEqual([])
})

/** A Prometheus that evaluates alerts/ every second, without the feature that makes series start at 0. */
async function startEvaluating(): Promise<Prometheus> {
  const [port, directory] = [await freePort(), await mkdtemp(path.join(tmpdir(), 'prometheus-rules-'))]
  const config = {
    global: { evaluation_interval: '1s' },
    rule_files: alertFiles('.rules.yaml').map((file) => path.join(ALERTS, file)),
    otlp: { promote_resource_attributes: ['service.name', 'service.version', 'deployment.environment.name'] },
  }
  const file = path.join(directory, 'prometheus.yaml')
  await writeFile(file, stringify(config))
  const program = new Program({
    name: 'prometheus',
    command: inRepository(`.sidecar/bin/prometheus${process.platform === 'win32' ? '.exe' : ''}`),
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-otlp-receiver',
    ],
  })
  const prometheus = new Prometheus(port, directory, program)
  await program.ready(`${prometheus.url}/-/ready`)
  return prometheus
}

async function evaluatedRules({ url }: Prometheus): Promise<EvaluatedRule[]> {
  const { data } = (await (await fetch(`${url}/api/v1/rules`)).json()) as {
    data: { groups: { rules: EvaluatedRule[] }[] }
  }
  return data.groups.flatMap(({ rules }) => rules)
}

/** What Prometheus remarks about an expression it evaluates, e.g. that a metric might not be a counter. */
async function complaintsOf({ url }: Prometheus, query: string): Promise<string[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`)
  const { warnings = [], infos = [] } = (await response.json()) as { warnings?: string[]; infos?: string[] }
  return [...warnings, ...infos]
}
