import { type Destination, readDestination } from './destination.ts'
import { type Environment, read, VARIABLES } from './environment.ts'
import { parsePairs } from './pairs.ts'
import { quoted } from './quoted.ts'
import type { Warn } from './warn-once.ts'

const LOG_LEVELS = ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'] as const
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** Variables of the OpenTelemetry specification that have no effect here, and what to do instead. */
const IGNORED: Readonly<Record<string, string>> = {
  OTEL_PROPAGATORS: 'Trace context and baggage are always used. Unset it.',
  OTEL_TRACES_EXPORTER: 'OTLP to the collector is the only way out. Unset it.',
  OTEL_METRICS_EXPORTER: 'OTLP to the collector is the only way out. Unset it.',
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'Set OTEL_EXPORTER_OTLP_PROTOCOL for both signals.',
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'Set OTEL_EXPORTER_OTLP_PROTOCOL for both signals.',
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'Set OTEL_EXPORTER_OTLP_HEADERS for both signals.',
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'Set OTEL_EXPORTER_OTLP_HEADERS for both signals.',
}

export type SamplerName = (typeof SAMPLERS)[number]
type LogLevel = (typeof LOG_LEVELS)[number]

/** What the environment asks for, checked. Undefined destination: telemetry stays off. */
export interface Settings {
  readonly disabled: boolean
  readonly destination: Destination | undefined
  readonly timeoutMillis: number
  readonly shutdownMillis: number
  readonly metricIntervalMillis: number
  readonly batch: BatchSettings
  readonly sampler: SamplerName
  readonly samplerRatio: number
  readonly logLevel: LogLevel
  readonly propagateUrls: readonly string[]
  readonly resourceAttributes: Readonly<Record<string, string>>
}

export interface BatchSettings {
  readonly maxQueueSize: number
  readonly maxExportBatchSize: number
  readonly scheduledDelayMillis: number
  readonly exportTimeoutMillis: number
}

/** Reads and checks the environment. Never throws: what cannot be used is warned about once and replaced. */
export function readSettings(env: Environment, warn: Warn): Settings {
  for (const [name, remedy] of Object.entries(IGNORED)) {
    if (env[name]) warn('E_VARIABLE_IGNORED', name, `has no effect. ${remedy}`)
  }
  const integer = integerReader(env, warn)
  const maxQueueSize = integer('queueSize', 1, 1_000_000)
  const disabled = read(env, 'disabled')?.toLowerCase() === 'true'
  return {
    disabled,
    destination: disabled ? undefined : readDestination(env, warn),
    timeoutMillis: integer('timeout', 1, 600_000),
    shutdownMillis: integer('shutdownTimeout', 1, 600_000),
    metricIntervalMillis: integer('metricExportInterval', 100, 3_600_000),
    batch: {
      maxQueueSize,
      maxExportBatchSize: Math.min(maxQueueSize, integer('batchSize', 1, 100_000)),
      scheduledDelayMillis: integer('scheduleDelay', 1, 600_000),
      exportTimeoutMillis: integer('exportTimeout', 1, 600_000),
    },
    ...readSampler(env, warn),
    logLevel: oneOf(env, warn, 'logLevel', LOG_LEVELS),
    propagateUrls: (read(env, 'propagateUrls') ?? '')
      .split(',')
      .map((url) => url.trim())
      .filter(Boolean),
    resourceAttributes: parsePairs(read(env, 'resourceAttributes'), (detail) =>
      warn('E_RESOURCE_ATTRIBUTES_INVALID', VARIABLES.resourceAttributes.name, detail),
    ),
  }
}

type Key = keyof typeof VARIABLES

function integerReader(env: Environment, warn: Warn) {
  return (key: Key, min: number, max: number): number => {
    const fallback = Number(VARIABLES[key].default)
    const raw = read(env, key)
    if (raw === undefined) return fallback
    const value = Number(raw)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    const { name } = VARIABLES[key]
    warn(
      'E_VARIABLE_INVALID',
      name,
      `is ${quoted(raw)}. Use a whole number from ${min} to ${max}; ${fallback} is used.`,
    )
    return fallback
  }
}

function oneOf<T extends string>(env: Environment, warn: Warn, key: Key, known: readonly T[]): T {
  const raw = read(env, key)
  const fallback = VARIABLES[key].default as T
  if (raw === undefined) return fallback
  const value = known.find((candidate) => candidate === raw.toLowerCase())
  if (value !== undefined) return value
  warn(
    'E_VARIABLE_INVALID',
    VARIABLES[key].name,
    `is ${quoted(raw)}. Use one of ${known.join(', ')}; ${fallback} is used.`,
  )
  return fallback
}

function readSampler(env: Environment, warn: Warn): Pick<Settings, 'sampler' | 'samplerRatio'> {
  const named = oneOf(env, warn, 'sampler', SAMPLERS)
  const samplerRatio = readRatio(env, warn)
  const sampler = named === 'always_on' && samplerRatio < 1 ? 'traceidratio' : named
  const dropsNothing = sampler === 'always_on' || (sampler === 'traceidratio' && samplerRatio === 1)
  if (!dropsNothing) {
    const remedy = 'Request metrics come from traces and will be too low. Unset it; sample in the collector.'
    warn('E_SAMPLER_IN_APP', VARIABLES.sampler.name, `makes the app sample (${sampler}). ${remedy}`)
  }
  return { sampler, samplerRatio }
}

function readRatio(env: Environment, warn: Warn): number {
  const raw = read(env, 'samplerArgument')
  if (raw === undefined) return 1
  const ratio = Number(raw)
  if (ratio >= 0 && ratio <= 1) return ratio
  warn(
    'E_VARIABLE_INVALID',
    VARIABLES.samplerArgument.name,
    `is ${quoted(raw)}. Use a number from 0 to 1; 1 is used.`,
  )
  return 1
}
