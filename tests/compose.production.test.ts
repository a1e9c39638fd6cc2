import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { startCollector } from './support/collector.ts'
import { composeAvailability } from './support/docker/engine.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'
import { sendTrace } from './support/send.ts'
import { startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

interface Service {
  image: string
  command?: string[]
  environment: Record<string, string>
  secrets: string[]
  ports?: string[]
  depends_on?: Record<string, { condition: string }>
  volumes?: string[]
  read_only: boolean
  cap_drop: string[]
  security_opt: string[]
  restart: string
  stop_grace_period: string
  mem_limit: string
  memswap_limit: string
  cpus: number
  pids_limit: number
}

const run = promisify(execFile)
const FILE = 'docker-compose.production.yml'
const text = readFileSync(inRepository(FILE), 'utf8')
const compose = parse(text, { merge: true }) as {
  services: Record<'app' | 'collector', Service>
  secrets: Record<string, { file: string }>
  volumes: Record<string, unknown>
}
const services = Object.entries(compose.services)
const { app, collector } = compose.services

describe(FILE, () => {
  test('holds the app and the collector, and no backend', () => {
    expect(Object.keys(compose.services)).toEqual(['app', 'collector'])
  })

  test.each(services)('%s runs read-only, without capabilities, and comes back', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    })
  })

  test.each(services)('%s has limits of memory, swap, processor and processes', (_, service) => {
    expect(service.mem_limit).toMatch(/^\d+[mg]$/)
    expect(service.memswap_limit).toBe(service.mem_limit)
    expect(service.cpus).toBeGreaterThan(0)
    expect(service.pids_limit).toBeGreaterThan(0)
  })

  test.each(services)('%s has an image that somebody must name, and no build', (name, service) => {
    expect(service.image).toMatch(new RegExp(`^\\$\\{${name.toUpperCase()}_IMAGE:\\?`))
    expect(service).not.toHaveProperty('build')
  })

  test('starts the app whatever becomes of the collector, and stops it first', () => {
    expect(app.depends_on).toEqual({ collector: { condition: 'service_started' } })
  })

  test('lets the app repeat an export for as long as a deployment of the collector may take', () => {
    expect(Number(app.environment.OTEL_EXPORTER_OTLP_TIMEOUT)).toBeGreaterThanOrEqual(30_000)
  })

  test('lets an app that ends wait for a collector that starts, and kills it later', () => {
    const shutdown = Number(app.environment.SIDECAR_SHUTDOWN_TIMEOUT)
    expect(shutdown).toBeGreaterThanOrEqual(10_000)
    expect(Number.parseInt(app.stop_grace_period, 10) * 1000).toBeGreaterThanOrEqual(shutdown + 10_000)
  })

  test('publishes the app on loopback, and the collector nowhere', () => {
    expect(app.ports?.map((port) => port.replace(/\$\{APP_PORT:-(\d+)\}/, '$1'))).toEqual([
      '127.0.0.1:3000:3000',
    ])
    expect(collector).not.toHaveProperty('ports')
  })

  test('gives every secret as a file that its service is allowed to read, and none in the environment', () => {
    expect(services.flatMap(([, { secrets }]) => secrets).toSorted()).toEqual(
      Object.keys(compose.secrets).toSorted(),
    )
    const read = Object.values(collector.environment).flatMap((value) => fileOf(value) ?? [])
    expect(read.toSorted()).toEqual(collector.secrets.toSorted())
    expect(app.command).toContain(`--env-file=/run/secrets/${app.secrets[0]}`)
    const secret = /TOKEN|AUTHORIZATION|DSN|DATABASE_URL|SECRET/
    for (const [, { environment }] of services)
      for (const [name, value] of Object.entries(environment))
        expect(secret.test(name) && !fileOf(value), name).toBe(false)
  })

  test('lets the collector stop for longer than a trace waits, and keeps its queue where the image has it', () => {
    const config = readFileSync(inRepository('collector-config.yaml'), 'utf8')
    const [, wait] = /SAMPLING_DECISION_WAIT:-(\d+)s/.exec(config) ?? []
    expect(Number.parseInt(collector.stop_grace_period, 10)).toBeGreaterThanOrEqual(Number(wait) + 25)
    expect(collector.volumes).toEqual(['collector-queue:/var/lib/otelcol'])
    expect(readFileSync(inRepository('Dockerfile.collector'), 'utf8')).toContain(
      'SIDECAR_STORAGE_DIR=/var/lib/otelcol/',
    )
  })

  test('leaves the Go runtime 80 % of the memory', () => {
    const limit = Number.parseInt(collector.mem_limit, 10)
    expect(Number.parseInt(collector.environment.GOMEMLIMIT ?? '', 10)).toBe(Math.round(limit * 0.8))
  })
})

describe('docker compose', () => {
  const project = `ticketcap-production-${process.pid}`
  let secrets: string
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    secrets = await mkdtemp(path.join(tmpdir(), 'secrets-'))
    for (const name of Object.keys(compose.secrets))
      await writeFile(path.join(secrets, name), name === 'sentry-dsn' ? '' : randomBytes(32).toString('hex'))
    env = {
      ...process.env,
      APP_IMAGE: 'app@sha256:0',
      COLLECTOR_IMAGE: 'collector@sha256:0',
      TEMPO_ENDPOINT: 'http://192.0.2.1',
      PROMETHEUS_ENDPOINT: 'http://192.0.2.1',
      SECRETS_DIR: secrets,
    }
  })
  afterAll(() => rm(secrets, { recursive: true, force: true }))

  function docker(args: string[], environment = env) {
    return run('docker', ['compose', '-p', project, '-f', FILE, ...args], {
      cwd: REPOSITORY,
      env: environment,
    })
  }

  test('accepts the file, and refuses it when anything is left unsaid', async (context) => {
    const available = composeAvailability()
    if (!available.ok) return context.skip(available.reason)
    await docker(['config', '-q'])
    for (const name of [
      'APP_IMAGE',
      'COLLECTOR_IMAGE',
      'TEMPO_ENDPOINT',
      'PROMETHEUS_ENDPOINT',
      'SECRETS_DIR',
    ])
      await expect(docker(['config', '-q'], { ...env, [name]: '' }), name).rejects.toThrow(name)
  })
})

test('a collector whose variables name files takes what stands in them without the line break at the end', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'secrets-'))
  try {
    const token = randomBytes(32).toString('hex')
    const file = async (name: string, content: string) => {
      await writeFile(path.join(directory, name), `${content}\n`)
      return `\${file:${path.join(directory, name)}}`
    }
    await using sink = await startSink()
    await using collector = await startCollector({
      traces: sink,
      env: {
        SIDECAR_TOKEN: await file('token', token),
        TEMPO_AUTHORIZATION: await file('tempo', 'Basic bm9ib2R5OnNlY3JldA=='),
        SENTRY_DSN: await file('dsn', ''),
        SAMPLING_BASELINE_PERCENTAGE: '100',
      },
    })
    const span = { name: 'GET /files', kind: 'SERVER' } as const
    await expect(sendTrace({ ...collector, token: 'another' }, span)).rejects.toThrow('401')
    await sendTrace({ ...collector, token }, span)
    const delivered = () => sink.requests.find(({ path }) => path.endsWith('/v1/traces'))
    await waitFor(() => delivered(), { describe: () => `Nothing was delivered.\n${collector.output}` })
    expect(delivered()?.headers.authorization).toBe('Basic bm9ib2R5OnNlY3JldA==')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

function fileOf(value: string): string | undefined {
  return /^\$\$\{file:\/run\/secrets\/(.+)\}$/.exec(value)?.[1]
}
