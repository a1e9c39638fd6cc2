import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { composeAvailability } from './support/docker/engine.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'

interface Service {
  image?: string
  build?: { context: string; dockerfile: string; args?: string[] }
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  healthcheck?: { test: string[] }
  profiles?: string[]
  stop_grace_period?: string
  mem_limit?: string
  depends_on?: Record<string, { condition: string }>
}

const text = readFileSync(inRepository('docker-compose.yml'), 'utf8')
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const services = Object.entries(compose.services)
const pulled = services.filter(([, service]) => service.image)
const built = services.filter(([, service]) => service.build)

describe('docker-compose.yml', () => {
  test.each(pulled)(
    '%s is pinned to one exact version that a variable can replace',
    (name, { image = '' }) => {
      const [, variable, reference = ''] = /^\$\{([A-Z]+_IMAGE):-(.+)\}$/.exec(image) ?? []
      expect(variable, image).toBe(`${name.toUpperCase()}_IMAGE`)
      expect(reference.split(':').at(-1)).toMatch(/^v?\d+\.\d+(\.\d+)?$/)
      expect(text.split(reference), `${reference} is named once`).toHaveLength(2)
    },
  )

  test.each(built)(
    '%s is built from a Dockerfile that is here, with replaceable base images',
    (_, { build }) => {
      const dockerfile = readFileSync(
        path.join(REPOSITORY, build?.context ?? '', build?.dockerfile ?? ''),
        'utf8',
      )
      for (const argument of build?.args ?? [])
        expect(dockerfile).toMatch(new RegExp(`^ARG ${argument}=`, 'm'))
      for (const [, from] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
        const stage = new RegExp(`^FROM .* AS ${from}$`, 'im').test(dockerfile)
        expect(from === 'scratch' || from?.startsWith('$') || stage, `FROM ${from}`).toBe(true)
      }
    },
  )

  test.each(services)('%s publishes on loopback only', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+_PORT:-\d+\}:\d+$/)
  })

  test.each(services)(
    '%s mounts files that exist, read-only, and volumes that are declared',
    (_, { volumes = [] }) => {
      for (const mount of volumes) {
        const [source = '', , mode] = mount.split(':')
        if (!source.startsWith('.')) expect(Object.keys(compose.volumes)).toContain(source)
        else {
          expect(existsSync(path.join(REPOSITORY, source)), `${source} exists`).toBe(true)
          expect(mode, mount).toBe('ro')
        }
      }
    },
  )

  test.each(services)('%s has a health check and a memory limit', (_, service) => {
    const own = service.build && readFileSync(inRepository(service.build.dockerfile), 'utf8')
    const checked = service.healthcheck !== undefined || /^HEALTHCHECK .*CMD/ms.test(own ?? '')
    expect(checked).toBe(true)
    expect(service.mem_limit).toMatch(/^\d+m$/)
  })

  test('Prometheus and Alertmanager are the versions that npm start builds', () => {
    const pinned = (name: string) => compose.services[name]?.image?.split(':').at(-1)?.replace('}', '')
    const built = (name: string) =>
      new RegExp(`github.com/prometheus/${name} (v[\\d.]+)`).exec(
        readFileSync(inRepository(`tools/${name}/go.mod`), 'utf8'),
      )?.[1]
    // As a Go module, Prometheus 3.16.0 is called v0.316.0.
    const [, minor, patch] = /^v0\.3(\d\d)\.(\d+)$/.exec(built('prometheus') ?? '') ?? []
    expect(pinned('prometheus')).toBe(`v3.${Number(minor)}.${patch}`)
    expect(pinned('alertmanager')).toBe(built('alertmanager'))
  })

  test('Bugsink is the version that the tests run', () => {
    const version = /:(\d+\.\d+\.\d+)\}$/.exec(compose.services.bugsink?.image ?? '')?.[1]
    expect(readFileSync(inRepository('.ci/run'), 'utf8')).toContain(`bugsink==${version}`)
  })

  test('Tempo is checked by its own program, for its image holds no shell', () => {
    expect(compose.services.tempo?.healthcheck?.test).toEqual(['CMD', '/tempo', '-health'])
  })

  test('the app stops before the collector that takes its last spans', () => {
    expect(Object.keys(compose.services.app?.depends_on ?? {})).toContain('collector')
  })

  test('only Jaeger and Bugsink wait for a profile, each for its own', () => {
    const waiting = services.flatMap(([name, { profiles }]) => (profiles ? [[name, profiles]] : []))
    expect(waiting).toEqual([
      ['jaeger', ['jaeger']],
      ['bugsink', ['bugsink']],
    ])
    expect(compose.services.jaeger?.ports?.[0]).toMatch(/:-16686\}:16686$/)
    expect(compose.services.bugsink?.ports?.[0]).toMatch(/:-8000\}:8000$/)
  })

  test('every variable it reads is in .env.example with the same default, and none besides', () => {
    const used = new Map(
      [...text.matchAll(/\$\{([A-Z_]+):-([^}]*)\}/g)].map(([, key, value]) => [key, value]),
    )
    const example = readFileSync(inRepository('.env.example'), 'utf8')
    const documented = new Map(
      [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
    )
    const images = [...used.keys()].filter((key) => key?.endsWith('_IMAGE'))
    for (const image of images) {
      expect(example).toContain(image)
      used.delete(image)
    }
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(used))
  })

  test('docker compose accepts it, with and without the profiles', (context) => {
    const available = composeAvailability()
    if (!available.ok) return context.skip(available.reason)
    for (const profile of [[], ['--profile', 'jaeger'], ['--profile', 'bugsink']]) {
      execFileSync('docker', ['compose', '--env-file', '.env.example', ...profile, 'config', '-q'], {
        cwd: REPOSITORY,
        stdio: 'pipe',
      })
    }
  })
})

describe('Grafana data sources', () => {
  interface DataSource {
    uid: string
    url: string
    jsonData: { exemplarTraceIdDestinations?: { name: string; datasourceUid: string }[] } & Record<
      'tracesToMetrics' | 'serviceMap',
      { datasourceUid: string }
    >
  }
  const file = inRepository('deploy/grafana/provisioning/datasources/datasources.yaml')
  const { datasources } = parse(readFileSync(file, 'utf8')) as { datasources: DataSource[] }
  const byUid = new Map(datasources.map((source) => [source.uid, source]))

  test('point at services of docker-compose.yml', () => {
    for (const { url } of datasources) expect(Object.keys(compose.services)).toContain(new URL(url).hostname)
  })

  test('an exemplar opens its trace in Tempo, and a span opens its metrics in Prometheus', () => {
    expect(byUid.get('prometheus')?.jsonData.exemplarTraceIdDestinations).toMatchObject([
      { name: 'trace_id', datasourceUid: 'tempo' },
    ])
    expect(byUid.get('tempo')?.jsonData.tracesToMetrics.datasourceUid).toBe('prometheus')
  })
})
