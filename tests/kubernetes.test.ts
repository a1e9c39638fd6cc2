import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Deployment } from 'kubernetes-types/apps/v1.d.ts'
import type { ConfigMap } from 'kubernetes-types/core/v1.d.ts'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { collectorArguments, collectorBinary } from '../collector/launch.ts'
import { checkManifests } from './kubernetes/check-types.ts'
import type { OpenTelemetryCollector } from './kubernetes/opentelemetry-collector.d.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'

const read = (file: string) => readFileSync(inRepository(file), 'utf8')
const [configMap, deployment] = parseAllDocuments(read('deploy/kubernetes/sidecar.yaml')).map((document) =>
  document.toJS(),
) as [ConfigMap, Deployment]
const resource = parse(read('deploy/kubernetes/opentelemetry-operator.yaml')) as OpenTelemetryCollector
const pod = deployment.spec?.template.spec
const [collector] = pod?.initContainers ?? []
const [app] = pod?.containers ?? []
const variables = new Set(
  [...read('collector-config.yaml').matchAll(/\$\{env:([A-Z_]+)/g)].map(([, name]) => name ?? ''),
).add('GOMEMLIMIT')

describe('deploy/kubernetes', () => {
  test('has manifests of the shape that their kinds have', () => {
    expect(checkManifests([configMap, deployment, resource] as { kind: string }[])).toBe('')
  })

  test.each([
    ['a field that does not exist', { ...deployment, spec: { ...deployment.spec, replica: 2 } }],
    ['a value of another type', { ...deployment, spec: { ...deployment.spec, replicas: '2' } }],
    ['a mode that ignores fields', { ...resource, spec: { ...resource.spec, tolerations: [] } }],
  ])('would be caught with %s', (_, manifest) => {
    expect(checkManifests([manifest as { kind: string }])).toContain('error TS')
  })

  test('gives the collector no variable that it does not read', () => {
    const given = [
      ...Object.keys(configMap.data ?? {}),
      ...(collector?.env ?? []).map(({ name }) => name),
      ...(resource.spec.env ?? []).map(({ name }) => name),
    ]
    expect(given.length).toBeGreaterThan(15)
    expect(given.filter((name) => !variables.has(name))).toEqual([])
  })

  test('starts the collector before the app and stops it after, with time for what it holds', () => {
    expect(collector?.restartPolicy).toBe('Always')
    expect(collector?.startupProbe?.httpGet?.port).toBe('health')
    expect(collector?.ports).toContainEqual({ name: 'health', containerPort: 13133 })
    expect(configMap.data?.SIDECAR_HEALTH_HOST).toBe('[::]')
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(60)
  })

  test.each([
    ['collector', collector?.securityContext],
    ['app', app?.securityContext],
    ['injected collector', resource.spec.securityContext],
  ])('%s cannot write its image or gain rights', (_, context) => {
    expect(context).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })

  test('keeps the queue where the image has it, and secrets in the Secret', () => {
    const mounts = [collector?.volumeMounts, resource.spec.volumeMounts]
    for (const mount of mounts) expect(mount).toEqual([{ name: 'queue', mountPath: '/var/lib/otelcol' }])
    const secret = /TOKEN|AUTHORIZATION|DSN|DATABASE_URL/
    const all = [...(collector?.env ?? []), ...(app?.env ?? []), ...(resource.spec.env ?? [])]
    const open = all.filter(({ name, valueFrom }) => secret.test(name) && !valueFrom?.secretKeyRef)
    expect(open).toEqual([])
    expect(Object.keys(configMap.data ?? {}).filter((name) => secret.test(name))).toEqual([])
  })

  test('is a configuration that the collector takes the way the operator hands it over', () => {
    const { args = {}, config } = resource.spec
    const [, gates] = collectorArguments('')
    expect(`--feature-gates=${args['feature-gates']}`).toBe(gates)
    expect(read('Dockerfile.collector')).toContain(`"--config=${args.config}"`)
    const { status, stderr } = validate(stringify(config))
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(validate('receivers: { otlp: { protocol: {} } }').status).not.toBe(0)
  })
})

/** Validates the configuration in the image with another one laid over it from OTEL_CONFIG. */
function validate(overlay: string) {
  const flags = [...collectorArguments(inRepository('collector-config.yaml')), '--config=env:OTEL_CONFIG']
  return spawnSync(collectorBinary(REPOSITORY), ['validate', ...flags], {
    encoding: 'utf8',
    env: {
      ...process.env,
      OTEL_CONFIG: overlay,
      SIDECAR_TOKEN: 'only-to-validate',
      SIDECAR_STORAGE_DIR: tmpdir(),
    },
  })
}
