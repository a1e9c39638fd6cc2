import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Environment, Finding, Surroundings } from './check.ts'
import { configValid } from './checks/config-valid.ts'
import { damagedQueues } from './checks/damaged-queues.ts'
import { endpoints } from './checks/endpoints.ts'
import { lateSamples } from './checks/late-samples.ts'
import { nodeVersion } from './checks/node-version.ts'
import { oneApiCopy } from './checks/one-api-copy.ts'
import { railway } from './checks/railway.ts'
import { samplingValues } from './checks/sampling-values.ts'
import { storage } from './checks/storage.ts'
import { token } from './checks/token.ts'

function world(environment: Environment = {}, over: Partial<Surroundings> = {}): Surroundings {
  return {
    target: 'native',
    environment,
    appDirectory: tmpdir(),
    nodeVersion: 'v24.0.0',
    run: async () => ({ code: 0, output: '' }),
    get: async () => undefined,
    resolve: async (host) => {
      if (host === 'collector' || host === '127.0.0.1') return ['10.0.0.2']
      throw Object.assign(new Error(`getaddrinfo ${host}`), { code: 'ENOTFOUND' })
    },
    ...over,
  }
}

const seen = (findings: readonly Finding[]) =>
  findings.map(({ status, message }) => `${status}: ${message}`).join('\n')

async function directory(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'doctor-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

describe('node-version', () => {
  test.each([
    ['v22.18.0', 'ok'],
    ['v24.1.0', 'ok'],
    ['v22.17.9', 'fail'],
    ['v20.19.0', 'fail'],
  ])('%s: %s', async (version, status) => {
    expect((await nodeVersion(world({}, { nodeVersion: version })))[0]?.status).toBe(status)
  })
})

describe('one-api-copy', () => {
  async function install(...places: string[]): Promise<string> {
    const app = await directory()
    for (const place of places) {
      const api = path.join(app, place, 'node_modules', '@opentelemetry', 'api')
      await mkdir(api, { recursive: true })
      await writeFile(path.join(api, 'package.json'), '{"version":"1.9.1"}')
    }
    return app
  }

  test('is content with one', async () => {
    const appDirectory = await install('.')
    expect(seen(await oneApiCopy(world({}, { appDirectory })))).toContain('ok: one @opentelemetry/api: 1.9.1')
  })

  test('finds a second one inside a package, and inside a scoped one', async () => {
    const appDirectory = await install('.', 'node_modules/next', 'node_modules/@acme/sdk')
    expect(seen(await oneApiCopy(world({}, { appDirectory })))).toContain('fail: 3 copies')
  })

  test('says that it found none', async () => {
    const appDirectory = await install()
    expect(seen(await oneApiCopy(world({}, { appDirectory })))).toContain('skip: ')
  })
})

describe('token', () => {
  test.each([
    [{}, 'native', 'fail'],
    [{ SIDECAR_TOKEN: ' ' }, 'native', 'fail'],
    [{ SIDECAR_TOKEN: 'short' }, 'native', 'warn'],
    [{ SIDECAR_TOKEN: 'short' }, 'railway', 'fail'],
    [{ SIDECAR_TOKEN: 'local-development-only' }, 'compose', 'ok'],
    [{ SIDECAR_TOKEN: 'local-development-only' }, 'railway', 'fail'],
    [{ SIDECAR_TOKEN: 'x'.repeat(32) }, 'railway', 'ok'],
    [{ SIDECAR_TOKEN: ` ${'x'.repeat(32)}\n` }, 'railway', 'ok'],
    [{ SIDECAR_TOKEN: `${'x'.repeat(32)} y` }, 'native', 'fail'],
    [{ SIDECAR_TOKEN: `${'x'.repeat(32)}\ny` }, 'compose', 'fail'],
  ] as const)('%j on %s: %s, and never printed', async (environment, target, status) => {
    const findings = await token(world(environment, { target }))
    expect(findings[0]?.status).toBe(status)
    if ('SIDECAR_TOKEN' in environment && environment.SIDECAR_TOKEN.trim())
      expect(JSON.stringify(findings)).not.toContain(environment.SIDECAR_TOKEN)
  })
})

describe('sampling-values', () => {
  test.each([
    [{ SAMPLING_DECISION_WAIT: '5' }, 'fail: SAMPLING_DECISION_WAIT="5" is no duration'],
    [{ SAMPLING_DECISION_WAIT: '5 seconds' }, 'fail: SAMPLING_DECISION_WAIT'],
    [{ METRICS_FLUSH_INTERVAL: '60' }, 'fail: METRICS_FLUSH_INTERVAL="60" is no duration'],
    [{ SAMPLING_BASELINE_PERCENTAGE: '250' }, 'fail: SAMPLING_BASELINE_PERCENTAGE="250" is no percentage'],
    [{ SAMPLING_BASELINE_PERCENTAGE: '10%' }, 'fail: SAMPLING_BASELINE_PERCENTAGE="10%"'],
    [{ SAMPLING_BASELINE_PERCENTAGE: '0.1' }, 'warn: SAMPLING_BASELINE_PERCENTAGE="0.1" keeps 0.1 %'],
    [{ SAMPLING_SLOW_MS: '2s' }, 'fail: SAMPLING_SLOW_MS="2s"'],
  ])('%j → %s', async (environment, expected) => {
    expect(seen(await samplingValues(world(environment)))).toContain(expected)
  })

  test.each([
    {},
    { SAMPLING_DECISION_WAIT: '1m30s' },
    { SAMPLING_BASELINE_PERCENTAGE: '0' },
    { SAMPLING_BASELINE_PERCENTAGE: '100' },
    { SAMPLING_BASELINE_PERCENTAGE: '12.5' },
    // An empty value counts as not set.
    { TEMPO_AUTHORIZATION: '', SENTRY_DSN: '', SIDECAR_STORAGE_DIR: '', SAMPLING_DECISION_WAIT: '' },
  ])('%j is fine', async (environment) => {
    expect((await samplingValues(world(environment))).map(({ status }) => status)).toEqual(['ok'])
  })
})

describe('endpoints', () => {
  test.each([
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
      'fail: OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' },
      'fail: OTEL_EXPORTER_OTLP_ENDPOINT has port 4318',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
      'fail: OTEL_EXPORTER_OTLP_ENDPOINT has port 4317',
    ],
    [
      { TEMPO_ENDPOINT: 'http://nowhere:1' },
      'fail: TEMPO_ENDPOINT: the name nowhere has no address (ENOTFOUND)',
    ],
    [
      { TEMPO_ENDPOINT: 'https://user:word@collector/otlp' },
      'warn: TEMPO_ENDPOINT has a user name or password',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
      'ok: OTEL_EXPORTER_OTLP_ENDPOINT: the collector at',
    ],
    [{}, 'ok: no address is set'],
  ])('%j → %s', async (environment, expected) => {
    expect(seen(await endpoints(world(environment)))).toContain(expected)
  })
})

describe('storage', () => {
  test('takes a directory that is there, and one that is still to be made', async () => {
    const there = await directory()
    for (const place of [there, path.join(there, 'not', 'yet')])
      expect(seen(await storage(world({ SIDECAR_STORAGE_DIR: place })))).toMatch(
        /^(ok: queues go to|warn: .* MB free)/,
      )
  })
})

describe('damaged-queues', () => {
  test('names what was set aside, and nothing else', async () => {
    const queues = await directory()
    await writeFile(path.join(queues, 'exporter_tempo'), '')
    const look = () => damagedQueues(world({ SIDECAR_STORAGE_DIR: queues }))
    expect(await look()).toEqual([])
    await writeFile(path.join(queues, 'exporter_tempo.damaged'), '')
    expect(seen(await look())).toMatch(/^warn: .*exporter_tempo\.damaged was set aside/)
  })

  test('has nothing to say before the first start', async () => {
    const queues = path.join(await directory(), 'not', 'yet')
    expect(await damagedQueues(world({ SIDECAR_STORAGE_DIR: queues }))).toEqual([])
  })
})

describe('late-samples', () => {
  const config = (yaml: string) => ({ status: 200, body: JSON.stringify({ data: { yaml } }) })
  const window = (value: string) => config(`storage:\n  tsdb:\n    out_of_order_time_window: ${value}\n`)

  test.each([
    [window('1d'), 'ok: Prometheus takes samples that come up to 1d late'],
    [window('0s'), 'warn: Prometheus takes no late samples'],
    [config('global: {}\n'), 'warn: Prometheus takes no late samples'],
    [{ status: 404, body: 'not found' }, 'skip: '],
    [undefined, 'skip: '],
  ])('%j → %s', async (answer, expected) => {
    const asked: unknown[] = []
    const get = async (...call: unknown[]) => {
      asked.push(call)
      return answer
    }
    const environment = {
      PROMETHEUS_ENDPOINT: 'http://p:9090/api/v1/otlp',
      PROMETHEUS_AUTHORIZATION: 'Basic a',
    }
    expect(seen(await lateSamples(world(environment, { get })))).toContain(expected)
    expect(asked).toEqual([['http://p:9090/api/v1/status/config', { authorization: 'Basic a' }]])
  })

  test('does not ask what is no Prometheus', async () => {
    const get = async () => expect.unreachable()
    const environment = { PROMETHEUS_ENDPOINT: 'https://otlp-gateway.example.com/otlp' }
    expect(seen(await lateSamples(world(environment, { get })))).toContain('skip: ')
  })
})

describe('config-valid', () => {
  test('shows what the collector says, without the token', async () => {
    const environment = { SIDECAR_TOKEN: 'abcdefgh' }
    const run = async () => ({ code: 1, output: 'Error: exporters::x: broken near abcdefgh\n' })
    const text = seen(await configValid(world(environment, { run })))
    expect(text).toMatch(
      /^(fail: collector-config.yaml: Error: exporters::x: broken near …|skip: the collector is not built)/,
    )
    expect(text).not.toContain('abcdefgh')
  })
})

describe('railway', () => {
  const GOOD = {
    RAILWAY_SERVICE_NAME: 'collector',
    RAILWAY_DEPLOYMENT_DRAINING_SECONDS: '60',
    SIDECAR_HOST: '[::]',
    SIDECAR_HEALTH_HOST: '[::]',
    PORT: '13133',
    RAILWAY_VOLUME_MOUNT_PATH: '/var/lib/otelcol',
    RAILWAY_RUN_UID: '0',
  }

  const ENDING = { RAILWAY_DEPLOYMENT_DRAINING_SECONDS: '60', SIDECAR_SHUTDOWN_TIMEOUT: '35000' }

  test('has nothing to say elsewhere', async () => {
    expect(await railway(world(GOOD))).toEqual([])
  })

  test('is content with what .railway/railway.ts sets', async () => {
    expect(seen(await railway(world(GOOD, { target: 'railway' })))).toBe(
      'ok: collector: none of the known traps',
    )
  })

  test.each([
    [{ RAILWAY_DEPLOYMENT_DRAINING_SECONDS: undefined }, 'fail: RAILWAY_DEPLOYMENT_DRAINING_SECONDS is 0'],
    [{ SIDECAR_HOST: '0.0.0.0' }, 'fail: SIDECAR_HOST is not [::]'],
    [{ PORT: '8080' }, 'fail: PORT is 8080, the health check listens on 13133'],
    [{ RAILWAY_VOLUME_MOUNT_PATH: undefined }, 'warn: no volume'],
    [{ RAILWAY_RUN_UID: undefined }, 'fail: a volume is mounted as root'],
    [{ RAILWAY_PUBLIC_DOMAIN: 'x.up.railway.app' }, 'fail: the collector has a public domain'],
  ])('%j → %s', async (change, expected) => {
    expect(seen(await railway(world({ ...GOOD, ...change }, { target: 'railway' })))).toContain(expected)
  })

  test('warns an app whose endpoint is not the private one', async () => {
    const app = { RAILWAY_SERVICE_NAME: 'app', ...ENDING }
    const inside = { ...app, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.railway.internal:4317' }
    const text = async (environment: Environment) =>
      seen(await railway(world(environment, { target: 'railway' })))
    expect(await text(app)).toContain('fail: OTEL_EXPORTER_OTLP_ENDPOINT is not set')
    expect(await text({ ...app, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a.example' })).toContain('warn: ')
    expect(await text(inside)).toBe('ok: app: none of the known traps')
  })

  test.each([
    [
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      'http://10.0.0.1:4318/v1/traces',
      'warn: OTEL_EXPORTER_OTLP_TRACES',
    ],
    [
      'OTEL_EXPORTER_OTLP_HEADERS',
      'x-a=1, Authorization=Bearer%20b',
      'fail: OTEL_EXPORTER_OTLP_HEADERS has an',
    ],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-a=authorization', 'ok: '],
  ])('finds what is left of another set-up: %s=%s → %s', async (name, value, expected) => {
    const environment = {
      RAILWAY_SERVICE_NAME: 'app',
      ...ENDING,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.railway.internal:4317',
      [name]: value,
    }
    expect(seen(await railway(world(environment, { target: 'railway' })))).toContain(expected)
  })

  test('asks a job that ends by itself for no time to stop, and an app for some', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.railway.internal:4317' }
    const of = async (RAILWAY_SERVICE_NAME: string) =>
      seen(await railway(world({ ...environment, RAILWAY_SERVICE_NAME }, { target: 'railway' })))
    expect(await of('collect-metrics')).toContain('ok: ')
    expect(await of('app')).toContain('warn: RAILWAY_DEPLOYMENT_DRAINING_SECONDS is 0')
  })

  test.each([
    [ENDING, 'ok: app: none of the known traps'],
    [
      { ...ENDING, RAILWAY_DEPLOYMENT_DRAINING_SECONDS: '46' },
      'warn: RAILWAY_DEPLOYMENT_DRAINING_SECONDS is 46',
    ],
    [{ ...ENDING, RAILWAY_DEPLOYMENT_DRAINING_SECONDS: '47' }, 'ok: '],
    [{ ...ENDING, SIDECAR_SHUTDOWN_TIMEOUT: undefined }, 'warn: SIDECAR_SHUTDOWN_TIMEOUT is 3000 ms'],
    [{ ...ENDING, SIDECAR_SHUTDOWN_TIMEOUT: '30000' }, 'ok: '],
  ])(
    'asks whether an app may wait for a collector that is deployed with it: %j → %s',
    async (ending, expected) => {
      const environment = {
        RAILWAY_SERVICE_NAME: 'app',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.railway.internal:4317',
        ...ending,
      }
      expect(seen(await railway(world(environment, { target: 'railway' })))).toContain(expected)
    },
  )
})
