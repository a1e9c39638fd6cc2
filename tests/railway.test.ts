import { existsSync, readFileSync } from 'node:fs'
import {
  createRailwayContext,
  project,
  RAILWAY_GRAPH_VERSION,
  type RailwayGraph,
  type ServiceNode,
  validateGraph,
} from 'railway/iac'
import { beforeAll, describe, expect, test } from 'vitest'
import program from '../.railway/railway.ts'
import type { Surroundings } from '../cli/src/doctor/check.ts'
import { railway as railwayCheck } from '../cli/src/doctor/checks/railway.ts'
import { inRepository } from './support/repository.ts'

// The graph that Railway's CLI evaluates, by the functions of Railway's own SDK. It does not prove what the platform
// then does with it: that takes `railway config plan` on an account.
type Resource = ServiceNode | { address: string; type: string; name: string; config?: { sizeMB?: number } }

/** What doctor looks at besides variables; the check of this platform reads nothing of it. */
const NOWHERE: Omit<Surroundings, 'environment'> = {
  target: 'railway',
  appDirectory: '',
  nodeVersion: process.version,
  run: async () => ({ output: '' }),
  get: async () => undefined,
  resolve: async () => [],
}

async function evaluate(environment: string) {
  const definition = await program(createRailwayContext({ environment }), project)
  return (definition.resources ?? []).flat() as Resource[]
}

function serviceOf(resources: Resource[], name: string): ServiceNode {
  const found = resources.find((resource) => resource.address === `service.${name}`)
  if (!found)
    throw new Error(`no service ${name} among ${resources.map(({ address }) => address).join(', ')}`)
  return found as ServiceNode
}

function literal(node: ServiceNode, name: string) {
  const value = node.variables?.[name]
  return value?.type === 'literal' ? (value.value ?? undefined) : undefined
}

describe('.railway/railway.ts', () => {
  let production: Resource[]
  let collector: ServiceNode
  let app: ServiceNode
  let cron: ServiceNode
  beforeAll(async () => {
    production = await evaluate('production')
    collector = serviceOf(production, 'collector')
    app = serviceOf(production, 'app')
    cron = serviceOf(production, 'collect-metrics')
  })

  test('is a graph that Railway accepts', () => {
    const edges = [collector, app, cron].flatMap(({ address, variables, volumeAttachments }) => [
      ...Object.values(variables ?? {}).flatMap((value) =>
        value.type === 'reference' ? [{ from: address, to: value.resource, type: 'variable' as const }] : [],
      ),
      ...Object.values(volumeAttachments ?? {}).map(({ volume }) => ({
        from: address,
        to: volume as `volume.${string}`,
        type: 'mount' as const,
      })),
    ])
    expect(edges).toHaveLength(5)
    const graph = {
      version: RAILWAY_GRAPH_VERSION,
      project: { name: 'ticketcap' },
      resources: production,
      edges,
    }
    expect(validateGraph(graph as RailwayGraph)).toEqual([])
  })

  test('holds app, collector, cron, Postgres and the volume of the queues, and nothing else', () => {
    expect(production.map(({ address }) => address).sort()).toEqual([
      'database.Postgres',
      'service.app',
      'service.collect-metrics',
      'service.collector',
      'volume.collector-queue',
    ])
  })

  test('builds every service from a Dockerfile that is here, when files change that are here', () => {
    for (const { build } of [collector, app, cron]) {
      expect(build?.builder).toBe('DOCKERFILE')
      const watched = (build?.watchPatterns ?? []).map((pattern) => pattern.replace(/^\/|\/\*\*$/g, ''))
      for (const path of [build?.dockerfilePath ?? 'missing', ...watched])
        expect(existsSync(inRepository(path)), path).toBe(true)
    }
  })

  test('gives the collector a volume where its image keeps the queue, and so one replica and no overlap', () => {
    const attachments = Object.values(collector.volumeAttachments ?? {}) as { mountPath: string }[]
    expect(attachments.map(({ mountPath }) => mountPath)).toEqual(['/var/lib/otelcol'])
    expect(readFileSync(inRepository('Dockerfile.collector'), 'utf8')).toContain(
      `SIDECAR_STORAGE_DIR=${attachments[0]?.mountPath}/`,
    )
    expect(collector.deploy?.numReplicas ?? 1).toBe(1)
    expect(collector.deploy?.overlapSeconds ?? 0).toBe(0)
    expect(literal(collector, 'RAILWAY_RUN_UID'), 'the volume belongs to root').toBe('0')
  })

  test('leaves the collector without any public address', () => {
    expect(collector.networking).toBeUndefined()
    expect(collector).not.toHaveProperty('domains')
  })

  test('answers the health check of the platform on the port it asks, from outside the container', () => {
    expect(literal(collector, 'PORT')).toBe('13133')
    expect(literal(collector, 'SIDECAR_HEALTH_HOST')).toBe('[::]')
    expect(collector.deploy?.healthcheckPath).toBe('/')
  })

  test('lets both listen on IPv4 and IPv6', () => {
    expect(literal(collector, 'SIDECAR_HOST')).toBe('[::]')
    expect(literal(app, 'DEMO_HOST')).toBe('::')
  })

  test('gives the collector longer to stop than it waits for a trace, and the app longer than its collector may be away', () => {
    const [, wait] =
      /SAMPLING_DECISION_WAIT:-(\d+)s/.exec(readFileSync(inRepository('collector-config.yaml'), 'utf8')) ?? []
    expect(Number(wait)).toBeGreaterThan(0)
    expect(collector.deploy?.drainingSeconds).toBeGreaterThanOrEqual(Number(wait) + 25)
    const away = Number(literal(app, 'OTEL_EXPORTER_OTLP_TIMEOUT'))
    const shutdown = Number(literal(app, 'SIDECAR_SHUTDOWN_TIMEOUT'))
    // Longer than a collector with two backends that hang takes to stop, and then to start.
    expect(away).toBeGreaterThanOrEqual(30_000)
    expect(shutdown, 'traces first, then a second for metrics').toBeGreaterThan(away + 1000)
    expect(app.deploy?.drainingSeconds, 'and its last requests').toBeGreaterThanOrEqual(shutdown / 1000 + 15)
    for (const node of [collector, app])
      expect(literal(node, 'RAILWAY_DEPLOYMENT_DRAINING_SECONDS')).toBe(String(node.deploy?.drainingSeconds))
  })

  test('leaves doctor nothing to find in a service, by the variables it is given', async () => {
    for (const node of [collector, app, cron]) {
      const [mount] = Object.values(node.volumeAttachments ?? {}) as { mountPath: string }[]
      const environment = {
        ...Object.fromEntries(Object.keys(node.variables ?? {}).map((name) => [name, literal(node, name)])),
        RAILWAY_SERVICE_NAME: node.name,
        RAILWAY_VOLUME_MOUNT_PATH: mount?.mountPath,
        // As the platform resolves the reference.
        ...(node === collector
          ? {}
          : { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.railway.internal:4317' }),
      }
      const findings = await railwayCheck({ ...NOWHERE, environment })
      expect(findings).toEqual([{ id: 'railway', status: 'ok', message: expect.stringContaining(node.name) }])
    }
  })

  test('runs the cron every five minutes, with node as the process that hears SIGTERM', () => {
    expect(cron.deploy?.cronSchedule).toBe('*/5 * * * *')
    expect(cron.deploy?.restartPolicyType).toBe('NEVER')
    const [command, script] = (cron.deploy?.startCommand ?? '').split(' ')
    expect(command).toBe('node')
    expect(existsSync(inRepository(`demo/${script}`)), `demo/${script}`).toBe(true)
  })

  test('sends app and cron to the collector over the private network, with its token by reference', () => {
    for (const node of [app, cron]) {
      expect(literal(node, 'OTEL_EXPORTER_OTLP_ENDPOINT')).toBe(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Railway's own reference syntax
        'http://${{collector.RAILWAY_PRIVATE_DOMAIN}}:4317',
      )
      expect(node.variables?.SIDECAR_TOKEN).toMatchObject({
        type: 'reference',
        resource: 'service.collector',
        output: 'SIDECAR_TOKEN',
      })
      expect(node.variables?.DATABASE_URL).toMatchObject({ type: 'reference', resource: 'database.Postgres' })
    }
  })

  test('writes no secret down, and gives none of a backend to app or cron', () => {
    const secret = /TOKEN|AUTHORIZATION|DSN|PASSWORD|SECRET|_KEY$|DATABASE_URL/
    for (const node of [collector, app, cron])
      for (const [name, value] of Object.entries(node.variables ?? {}))
        if (secret.test(name)) expect(value, `${node.name} ${name}`).not.toHaveProperty('value')
    for (const node of [app, cron])
      expect(
        Object.keys(node.variables ?? {}).filter((name) => /^(TEMPO|PROMETHEUS|SENTRY_DSN)/.test(name)),
      ).toEqual([])
  })

  test('names only variables that are documented, or that are the platform`s', () => {
    const documented = readFileSync(inRepository('docs/environment.md'), 'utf8')
    const platform = [
      'PORT',
      'RAILWAY_RUN_UID',
      'RAILWAY_DEPLOYMENT_DRAINING_SECONDS',
      'GOMEMLIMIT',
      'DEMO_HOST',
      'DATABASE_URL',
    ]
    const names = [collector, app, cron].flatMap(({ variables }) => Object.keys(variables ?? {}))
    const unknown = names.filter((name) => !platform.includes(name) && !documented.includes(`\`${name}\``))
    expect(unknown).toEqual([])
  })

  test('samples in production and keeps everything elsewhere', async () => {
    const staging = serviceOf(await evaluate('staging'), 'collector')
    expect(literal(collector, 'SAMPLING_BASELINE_PERCENTAGE')).toBe('10')
    expect(literal(staging, 'SAMPLING_BASELINE_PERCENTAGE')).toBe('100')
  })

  test('leaves the runtime of Go less memory than the container has', () => {
    const limit = collector.deploy?.limitOverride?.containers?.memoryBytes ?? 0
    expect(Number.parseInt(literal(collector, 'GOMEMLIMIT') ?? '', 10) * 1024 * 1024).toBeLessThan(
      limit * 0.85,
    )
  })
})

test('railway.toml, the fallback for the collector service, says the same and until when it is read', () => {
  const fallback = readFileSync(inRepository('railway.toml'), 'utf8')
  expect(fallback).toContain('2026-12-01')
  expect(fallback).toContain('.railway/railway.ts')
  for (const line of [
    'dockerfilePath = "Dockerfile.collector"',
    'healthcheckPath = "/"',
    'healthcheckTimeout = 60',
    'drainingSeconds = 60',
    'restartPolicyType = "ON_FAILURE"',
  ])
    expect(fallback).toContain(line)
})
