import { parse } from 'yaml'
import { SidecarError } from '../errors.ts'
import { type Environment, goDuration, resolveValue } from './environment-value.ts'

type Section = Record<string, unknown>
interface PipelineConfig {
  receivers: string[]
  processors?: string[]
  exporters: string[]
}
interface CollectorConfig {
  processors?: Section
  exporters?: Section
  connectors?: Section
  extensions?: Section
  service?: { extensions?: string[]; pipelines?: Record<string, PipelineConfig> }
}

/** What depends on the clock, and how the replay treats it. */
export interface ClockNote {
  readonly what: string
  readonly inReality: string
  readonly inReplay: string
}

/** A configuration that holds the sampling of a candidate and nothing else. */
export interface DerivedConfig {
  /** For the collector; JSON is YAML. */
  readonly text: string
  /** Exporters of the candidate, in the order of their addresses on the sink: `/<index>/v1/traces`. */
  readonly backends: readonly string[]
  readonly clock: readonly ClockNote[]
  /** Of the candidate, in milliseconds. */
  readonly decisionWaitMs: number
  readonly slowMs: number
}

/** Where the replay runs. */
export interface ReplayPlace {
  /** Port of the OTLP receiver. */
  readonly receiverPort: number
  readonly metricsPort: number
  /** Port of the sink that stands for every backend. */
  readonly sinkPort: number
  /** How many times faster than recorded. */
  readonly speed: number
}

/** Component types that have no part in sampling: safety, waiting at a stop, delivery. */
const LEFT_OUT = new Set(['memory_limiter', 'scrub', 'drain', 'batch'])
/** The sampler ticks once a second: it cannot wait for less. */
const SHORTEST_WAIT_MS = 1000
const DEFAULT_SLOW_MS = 2000

/**
 * Takes the sampling out of a collector configuration: the sampler, what stands behind it, and the extensions its
 * policies name. Receivers become one, every exporter one address of a sink. Nothing of the rules is rewritten, except
 * that what runs by the clock is told to run `speed` times faster.
 *
 * @throws SidecarError E_CONFIG when there is no sampler, or more than one
 */
export function deriveConfig(
  text: string,
  file: string,
  place: ReplayPlace,
  environment: Environment,
): DerivedConfig {
  const config = parse(text) as CollectorConfig | null
  const pipelines = Object.entries(config?.service?.pipelines ?? {})
  const kept = pipelines.filter(([, { processors = [] }]) =>
    processors.some((id) => typeOf(id) === 'tail_sampling'),
  )
  const [first] = kept
  if (!config || !first || kept.length > 1)
    throw new SidecarError(
      'E_CONFIG',
      `${file} › service.pipelines: ${kept.length} pipelines have a tail_sampling processor, simulate needs exactly one.`,
    )
  const behind = reachable(first[0], pipelines)
  const clock: ClockNote[] = []
  const processors: Section = {}
  const exporters: Section = {}
  const connectors: Section = {}
  const derived: Record<string, PipelineConfig> = {}
  for (const [id, pipeline] of behind) {
    const sampling = (pipeline.processors ?? []).filter((name) => !LEFT_OUT.has(typeOf(name)))
    for (const name of sampling) processors[name] = switchedOn(name, config.processors?.[name])
    for (const name of pipeline.exporters)
      if (config.connectors && name in config.connectors) connectors[name] = config.connectors[name]
      else exporters[name] = {}
    const receivers = id === first[0] ? ['otlp/simulate'] : pipeline.receivers
    const replaced = pipeline.exporters.map((name) => (name in exporters ? `otlp_http/${slug(name)}` : name))
    derived[id] = { receivers, processors: sampling, exporters: replaced }
  }
  const backends = Object.keys(exporters)
  const samplerId = (first[1].processors ?? []).find((id) => typeOf(id) === 'tail_sampling') ?? ''
  const sampler = processors[samplerId] as Section
  const where = `${file} › processors › ${samplerId}`
  const decisionWaitMs = goDuration(
    resolveValue(String(sampler.decision_wait ?? '30s'), environment),
    `${where} › decision_wait`,
  )
  processors[samplerId] = fasterSampler(sampler, decisionWaitMs, place.speed, environment, clock)
  const extensions = usedExtensions(config, processors, place.speed, environment, clock)
  const result = {
    receivers: {
      'otlp/simulate': {
        protocols: { http: { endpoint: `127.0.0.1:${place.receiverPort}`, max_request_body_size: 0 } },
      },
    },
    processors,
    connectors,
    exporters: Object.fromEntries(
      backends.map((name, index) => [`otlp_http/${slug(name)}`, sinkExporter(place.sinkPort, index)]),
    ),
    extensions,
    service: {
      extensions: Object.keys(extensions),
      pipelines: derived,
      telemetry: telemetry(place.metricsPort),
    },
  }
  return {
    text: JSON.stringify(result),
    backends,
    clock,
    decisionWaitMs,
    slowMs: slowest(sampler, environment),
  }
}

/** Sentry's share is worth knowing before there is a DSN; every exporter is a sink here, so this one names no place. */
function switchedOn(id: string, own: unknown): unknown {
  return typeOf(id) === 'sentry_volume'
    ? { ...(own as Section), dsn: 'https://key@sentry.invalid/1' }
    : (own ?? {})
}

/** So that its own metrics are called as those of a running collector. */
const NAMES_AS_SHIPPED = { without_type_suffix: false, without_units: false, without_scope_info: true }

const typeOf = (id: string) => id.split('/')[0] ?? ''
const slug = (id: string) => id.replaceAll(/\W/g, '_')

/** The pipeline of the sampler, and those that get their spans from it. */
function reachable(start: string, pipelines: [string, PipelineConfig][]): [string, PipelineConfig][] {
  const found = new Map<string, PipelineConfig>()
  const visit = (id: string) => {
    const pipeline = pipelines.find(([name]) => name === id)?.[1]
    if (!pipeline || found.has(id)) return
    found.set(id, pipeline)
    for (const [name, other] of pipelines)
      if (
        typeOf(name) === 'traces' &&
        other.receivers.some((receiver) => pipeline.exporters.includes(receiver))
      )
        visit(name)
  }
  visit(start)
  return [...found]
}

function fasterSampler(
  sampler: Section,
  waitMs: number,
  speed: number,
  environment: Environment,
  clock: ClockNote[],
): Section {
  const replayed = Math.max(SHORTEST_WAIT_MS, waitMs / speed)
  clock.push({
    what: 'decision_wait',
    inReality: `${waitMs / 1000} s`,
    inReplay: `${((replayed * speed) / 1000).toFixed(0)} s of recorded time`,
  })
  // The journal belongs to the collector that runs here: the replay would write into it, and the next start deliver that.
  const { decision_wait_after_root_received: afterRoot, journal: _, ...rest } = sampler
  return {
    ...rest,
    decision_wait: `${Math.round(replayed)}ms`,
    ...(afterRoot === undefined ? {} : { decision_wait_after_root_received: afterRoot }),
    policies: ((sampler.policies ?? []) as Section[]).map((policy) =>
      fasterPolicy(policy, speed, environment, clock),
    ),
  }
}

/** Rates per second, wherever they stand in a policy. */
const RATES: Readonly<Record<string, string>> = {
  spans_per_second: 'spans',
  bytes_per_second: 'bytes',
  burst_capacity: 'bytes',
}

function fasterPolicy(node: Section, speed: number, environment: Environment, clock: ClockNote[]): Section {
  const faster = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(faster)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const unit = RATES[key]
        if (!unit) return [key, faster(inner)]
        const rate = Number(resolveValue(String(inner), environment))
        clock.push({
          what: `${node.name} › ${key}`,
          inReality: `${rate} ${unit}`,
          inReplay: 'scaled with the speed',
        })
        return [key, Math.round(rate * speed)]
      }),
    )
  }
  return faster(node) as Section
}

function usedExtensions(
  config: CollectorConfig,
  processors: Section,
  speed: number,
  environment: Environment,
  clock: ClockNote[],
): Section {
  const text = JSON.stringify(processors)
  const used = (config.service?.extensions ?? []).filter((id) => text.includes(`"${id}"`))
  return Object.fromEntries(
    used.map((id) => {
      const own = { ...((config.extensions?.[id] ?? {}) as Section) }
      // It may run beside the collector that has this address.
      if ('endpoint' in own) own.endpoint = '127.0.0.1:0'
      if (typeof own.spans_per_second === 'number' || typeof own.spans_per_second === 'string') {
        const rate = Number(resolveValue(String(own.spans_per_second), environment))
        const burstMs = goDuration(
          resolveValue(String(own.burst ?? '10s'), environment),
          `extensions › ${id} › burst`,
        )
        const replayed = Math.max(SHORTEST_WAIT_MS, burstMs / speed)
        own.spans_per_second = Math.round(rate * speed)
        own.burst = `${Math.round(replayed)}ms`
        clock.push({
          what: `${id} › spans_per_second`,
          inReality: `${rate} spans/s, burst ${burstMs / 1000} s`,
          inReplay: `scaled with the speed, burst ${((replayed * speed) / 1000).toFixed(0)} s of recorded time`,
        })
      }
      return [id, own]
    }),
  )
}

function slowest(sampler: Section, environment: Environment): number {
  const [, threshold] =
    /"threshold_ms":"?([^",}]+(?:\}[^",}]*)?)"?/.exec(JSON.stringify(sampler.policies ?? [])) ?? []
  return threshold === undefined
    ? DEFAULT_SLOW_MS
    : Number(resolveValue(threshold, environment)) || DEFAULT_SLOW_MS
}

function sinkExporter(port: number, index: number): Section {
  return {
    endpoint: `http://127.0.0.1:${port}/${index}`,
    compression: 'none',
    sending_queue: {
      sizer: 'items',
      queue_size: 400_000,
      block_on_overflow: true,
      num_consumers: 2,
      batch: { flush_timeout: '200ms', min_size: 2000, max_size: 8000 },
    },
  }
}

function telemetry(port: number): Section {
  const reader = { pull: { exporter: { prometheus: { ...NAMES_AS_SHIPPED, host: '127.0.0.1', port } } } }
  return { logs: { level: 'warn', encoding: 'json' }, metrics: { level: 'normal', readers: [reader] } }
}
