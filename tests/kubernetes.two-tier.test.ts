import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { ConfigMap, Service } from 'kubernetes-types/core/v1.d.ts'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { collectorBinary } from '../collector/launch.ts'
import { checkManifests } from './kubernetes/check-types.ts'
import { componentSchema } from './kubernetes/component-schema.ts'
import { moduleAvailability, moduleFile } from './kubernetes/go-modules.ts'
import { type Schema, schemaProblems } from './kubernetes/schema.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'

const read = (file: string) => readFileSync(inRepository(file), 'utf8')
const manifests = parseAllDocuments(read('deploy/kubernetes/two-tier.yaml')).map((document) =>
  document.toJS(),
) as { kind: string; metadata: { name: string } }[]
const named = <T>(kind: string, name: string) =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name) as T

const front = named<Deployment>('Deployment', 'ticketcap-front')
const back = named<StatefulSet>('StatefulSet', 'ticketcap-collector')
const frontConfig = parse(named<ConfigMap>('ConfigMap', 'ticketcap-front').data?.['config.yaml'] ?? '', {
  merge: true,
})
const [frontContainer] = front.spec?.template.spec?.containers ?? []
const [backContainer] = back.spec?.template.spec?.containers ?? []
const version = frontContainer?.image?.split(':')[1]
const LOAD_BALANCING = `github.com/open-telemetry/opentelemetry-collector-contrib/exporter/loadbalancingexporter@v${version}`
const OPERATOR = 'github.com/open-telemetry/opentelemetry-operator@v0.140.0'
const loadBalancers = Object.entries<Record<string, unknown>>(frontConfig.exporters)

describe('deploy/kubernetes/two-tier.yaml', () => {
  test('has manifests of the shape that their kinds have', () => {
    expect(manifests).toHaveLength(8)
    expect(checkManifests(manifests)).toBe('')
  })

  test('has exporters of the shape that the load-balancing exporter of that version publishes', (context) => {
    const available = moduleAvailability(LOAD_BALANCING)
    if (!available.ok) return context.skip(available.reason)
    const { schema, resolve } = componentSchema(LOAD_BALANCING)
    const problems = loadBalancers.flatMap(([id, exporter]) => schemaProblems(exporter, schema, resolve, id))
    expect(problems).toEqual([])
    const wrong = {
      routing_keys: 'traceID',
      resolver: { dns: { host: 'a' } },
      protocol: { otlp: { tls: { unsafe: true } } },
      sending_queue: { queue_size: 'many', enable: true },
    }
    expect(schemaProblems(wrong, schema, resolve)).toEqual([
      '.routing_keys: unknown',
      '.resolver.dns.host: unknown',
      '.protocol.otlp.tls.unsafe: unknown',
      '.sending_queue.queue_size: string is no integer',
      '.sending_queue.enable: unknown',
    ])
  })

  test('is a configuration of the front that a collector takes, its exporters apart', () => {
    const plain = Object.fromEntries(loadBalancers.map(([id]) => [id, { endpoint: 'http://back' }]))
    const { status, stderr } = validate({ ...frontConfig, exporters: plain })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(validate({ ...frontConfig, exporters: plain, extensions: {} }).status).not.toBe(0)
  })

  test('shares traces out by their id, among the pods of the service without an address, at their port', () => {
    const headless = named<Service>('Service', 'ticketcap-collector')
    expect(headless.spec?.clusterIP).toBe('None')
    expect(headless.spec?.selector).toEqual(back.spec?.template.metadata?.labels)
    expect(back.spec?.serviceName).toBe('ticketcap-collector')
    expect(frontConfig.exporters['load_balancing/traces'].routing_key).toBe('traceID')
    for (const [, exporter] of loadBalancers) {
      expect(exporter.resolver).toMatchObject({ dns: { hostname: 'ticketcap-collector', port: '4317' } })
    }
  })

  test('repeats and queues where a pod that is gone can be replaced, not at the pod', () => {
    for (const [, exporter] of loadBalancers) {
      expect(exporter).toMatchObject({
        retry_on_failure: { enabled: true },
        sending_queue: { enabled: true },
        protocol: { otlp: { retry_on_failure: { enabled: false }, sending_queue: { enabled: false } } },
      })
    }
  })

  test('gives the collectors no variable that they do not read, and a name and a queue that stay', () => {
    const variables = new Set(
      [...read('collector-config.yaml').matchAll(/\$\{env:([A-Z_]+)/g)].map(([, name]) => name),
    ).add('GOMEMLIMIT')
    const data = named<ConfigMap>('ConfigMap', 'ticketcap-collectors').data ?? {}
    const given = [...Object.keys(data), ...(backContainer?.env ?? []).map(({ name }) => name)]
    expect(given.filter((name) => !variables.has(name))).toEqual([])
    expect(backContainer?.env).toContainEqual({
      name: 'SIDECAR_INSTANCE_ID',
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
    })
    expect(back.spec?.volumeClaimTemplates?.[0]?.metadata?.name).toBe(backContainer?.volumeMounts?.[0]?.name)
  })

  test.each([
    ['front', frontContainer],
    ['collector', backContainer],
  ])('%s asks for the token, and cannot write its image or gain rights', (_, container) => {
    expect(
      container?.env?.find(({ name }) => name === 'SIDECAR_TOKEN')?.valueFrom?.secretKeyRef,
    ).toBeDefined()
    expect(container?.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })
})

describe('deploy/kubernetes/opentelemetry-operator.yaml', () => {
  test('has the shape that the operator publishes for its resource', (context) => {
    const available = moduleAvailability(OPERATOR)
    if (!available.ok) return context.skip(available.reason)
    const schema = operatorSchema()
    const resource = parse(read('deploy/kubernetes/opentelemetry-operator.yaml'))
    expect(schemaProblems(resource, schema)).toEqual([])
    const { config: _, ...spec } = resource.spec
    const wrong = {
      ...resource,
      spec: { ...spec, mode: 'beside', upgradeStrategies: 'none', replicas: 'two' },
    }
    expect(schemaProblems(wrong, schema).toSorted()).toEqual([
      '.spec.config: missing',
      expect.stringMatching(/^\.spec\.mode: beside is none of .*sidecar/),
      '.spec.replicas: string is no integer',
      '.spec.upgradeStrategies: unknown',
    ])
  })
})

/** The definition of the version that the manifest uses. */
function operatorSchema(): Schema {
  const definition = parse(
    moduleFile(OPERATOR, 'config/crd/bases/opentelemetry.io_opentelemetrycollectors.yaml'),
  ) as { spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] } }
  const found = definition.spec.versions.find(({ name }) => name === 'v1beta1')
  if (!found) throw new Error('The operator defines no v1beta1.')
  const { openAPIV3Schema } = found.schema
  const metadata = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  return { ...openAPIV3Schema, properties: { ...openAPIV3Schema.properties, metadata } }
}

/** Asks the collector of this repository, which has no load-balancing exporter: another one stands in its place. */
function validate(config: unknown) {
  const text = stringify(config, { aliasDuplicateObjects: false }).replaceAll('load_balancing/', 'otlp_http/')
  return spawnSync(collectorBinary(REPOSITORY), ['validate', `--config=yaml:${text}`], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...process.env, SIDECAR_TOKEN: 'only-to-validate' },
  })
}
