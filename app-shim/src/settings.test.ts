import { describe, expect, it } from 'vitest'
import { type Environment, VARIABLES } from './environment.ts'
import { readSettings, type Settings } from './settings.ts'

function read(env: Environment): { settings: Settings; warnings: string[] } {
  const warnings: string[] = []
  const settings = readSettings(env, (code, subject, detail) => warnings.push(`${code} ${subject} ${detail}`))
  return { settings, warnings }
}

const defaults = read({}).settings

it('is silent and complete without any variable', () => {
  expect(read({}).warnings).toEqual([])
  expect(defaults).toMatchObject({
    disabled: false,
    timeoutMillis: 10_000,
    shutdownMillis: 3000,
    metricIntervalMillis: 60_000,
    batch: {
      maxQueueSize: 8192,
      maxExportBatchSize: 512,
      scheduledDelayMillis: 1000,
      exportTimeoutMillis: 30_000,
    },
    sampler: 'always_on',
    samplerRatio: 1,
    logLevel: 'none',
  })
})

describe('OTEL_SDK_DISABLED', () => {
  it.each(['false', '0', 'no', ''])('leaves telemetry on when it is "%s"', (value) => {
    expect(read({ OTEL_SDK_DISABLED: value }).settings.disabled).toBe(false)
  })

  it.each(['true', 'TRUE'])('switches telemetry off when it is "%s"', (value) => {
    expect(read({ OTEL_SDK_DISABLED: value }).settings).toMatchObject({
      disabled: true,
      destination: undefined,
    })
  })
})

describe('a broken value', () => {
  it.each([
    ['OTEL_EXPORTER_OTLP_TIMEOUT', 'soon'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '-1'],
    ['OTEL_METRIC_EXPORT_INTERVAL', '1e99'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'NaN'],
    ['OTEL_BSP_SCHEDULE_DELAY', '1.5'],
    ['OTEL_BSP_EXPORT_TIMEOUT', '{}'],
    ['SIDECAR_SHUTDOWN_TIMEOUT', '30s'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '150%'],
    ['OTEL_TRACES_SAMPLER_ARG', '-0.1'],
    ['OTEL_LOG_LEVEL', 'loud'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd'],
  ])('of %s (%s) gives one warning and the default', (name, value) => {
    const { settings, warnings } = read({ [name]: value })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(`E_VARIABLE_INVALID ${name} is "${value}"`)
    expect(settings).toEqual(defaults)
  })

  it.each([
    '',
    ' ',
    '\u0000',
    '%',
    '%zz',
    '=',
    ',',
    ',,=,',
    '[::1',
    'null',
    '\u05d0',
    'x'.repeat(100_000),
    '-1',
    '😀',
  ])('like %j never throws, whatever variable has it', (value) => {
    for (const { name } of Object.values(VARIABLES)) expect(() => read({ [name]: value })).not.toThrow()
    const all = Object.fromEntries(Object.values(VARIABLES).map(({ name }) => [name, value]))
    expect(() => read(all)).not.toThrow()
  })
})

describe('sampling in the app', () => {
  it.each([
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }, 'traceidratio', 0.1],
    [{ OTEL_TRACES_SAMPLER_ARG: '0.1' }, 'traceidratio', 0.1],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, 'parentbased_always_on', 1],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, 'always_off', 1],
  ])('is obeyed with a notice: %j', (env, sampler, samplerRatio) => {
    const { settings, warnings } = read(env)
    expect(settings).toMatchObject({ sampler, samplerRatio })
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(['E_SAMPLER_IN_APP'])
  })

  it.each([{ OTEL_TRACES_SAMPLER: 'always_on' }, { OTEL_TRACES_SAMPLER_ARG: '1.0' }])(
    'is no matter when it keeps all: %j',
    (env) => {
      expect(read(env).warnings).toEqual([])
    },
  )
})

it('says that OTEL_PROPAGATORS has no effect, and never fails on it', () => {
  expect(read({ OTEL_PROPAGATORS: 'nonsense' }).warnings).toEqual([
    expect.stringContaining('E_VARIABLE_IGNORED OTEL_PROPAGATORS'),
  ])
})

it('keeps a batch within the queue', () => {
  expect(read({ OTEL_BSP_MAX_QUEUE_SIZE: '100' }).settings.batch).toMatchObject({
    maxQueueSize: 100,
    maxExportBatchSize: 100,
  })
})

it('reads resource attributes and leaves out what cannot be read', () => {
  const { settings, warnings } = read({
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1%2C2, broken=%zz ,=x,team=tickets',
  })
  expect(settings.resourceAttributes).toEqual({ 'service.version': '1,2', team: 'tickets' })
  expect(warnings).toHaveLength(2)
})
