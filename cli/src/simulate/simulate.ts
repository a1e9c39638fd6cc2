import { readFile } from 'node:fs/promises'
import { decodeTraces } from '@ticketcap/otlp'
import { SidecarError } from '../errors.ts'
import type { Frame } from '../traffic/format.ts'
import { readTraffic, summarise, type TrafficSummary } from '../traffic/read-traffic.ts'
import type { Environment } from './environment-value.ts'
import { generateTraffic } from './generate-traffic.ts'
import { lintSampling } from './lint.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { Prices } from './prices.ts'
import { replay } from './replay.ts'
import { addFacts, type TraceFacts } from './trace-facts.ts'

/** What is tried on what. */
export interface SimulateOptions {
  /** Configurations, each on its own run. */
  readonly configs: readonly string[]
  /** A recording, or how many spans to make up. */
  readonly traffic: string | { readonly generatedSpans: number; readonly seed: number }
  /** How many times faster than recorded; undefined chooses one. */
  readonly speed?: number
  readonly prices: Prices
  readonly environment: Environment
  readonly signal?: AbortSignal
  /** Runs once the traffic is known to be readable, before anything is replayed. */
  prepare?(): Promise<unknown>
  /** Hears how far a run is, from 0 to 1. */
  onProgress?(config: string, share: number): void
}

/** What came of it. */
export interface Simulation {
  readonly traffic: TrafficSummary & { readonly source: string; readonly speed: number }
  readonly outcomes: readonly Outcome[]
  /** What hardly anybody means, per configuration. */
  readonly warnings: readonly string[]
}

/** Spans a second that the collector and this process take on two cores, with room to spare. */
const REPLAY_SPANS_PER_SECOND = 25_000
/** Requests a second of made-up traffic: a busy evening of one app. */
const GENERATED_REQUESTS_PER_SECOND = 50

/** Runs each configuration on the real collector and compares what it kept with what there was. */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  const { configs, environment, signal } = options
  const { frames, summary, source } = await trafficOf(options.traffic)
  const speed =
    options.speed ?? Math.max(1, summary.durationMs / ((summary.spans / REPLAY_SPANS_PER_SECOND) * 1000))
  const truth = new Map<string, TraceFacts>()
  const outcomes: Outcome[] = []
  const warnings: string[] = []
  for (const configFile of configs) {
    const configText = await readConfig(configFile)
    warnings.push(...lintSampling(configText, configFile, environment))
    let sent = 0
    const first = outcomes.length === 0
    const result = await replay({
      configText,
      configFile,
      frames,
      speed,
      environment,
      signal,
      onFrame(frame) {
        sent += frame.spans
        if (first) addFacts(truth, decodeTraces(frame.body, 'application/x-protobuf'), frame.at)
        options.onProgress?.(configFile, sent / summary.spans)
      },
    })
    outcomes.push(outcomeOf(configFile, truth, result, options.prices, summary.durationMs))
  }
  return { traffic: { ...summary, source, speed }, outcomes, warnings }
}

interface Traffic {
  frames: () => AsyncIterable<Frame>
  summary: TrafficSummary
  source: string
}

async function trafficOf(traffic: SimulateOptions['traffic']): Promise<Traffic> {
  if (typeof traffic === 'string')
    return { frames: () => readTraffic(traffic), summary: await summarise(traffic), source: traffic }
  const frames = [
    ...generateTraffic({
      seed: traffic.seed,
      spans: traffic.generatedSpans,
      requestsPerSecond: GENERATED_REQUESTS_PER_SECOND,
    }),
  ]
  const total = (of: (frame: Frame) => number) => frames.reduce((sum, frame) => sum + of(frame), 0)
  return {
    frames: async function* () {
      yield* frames
    },
    summary: {
      requests: frames.length,
      spans: total(({ spans }) => spans),
      bytes: total(({ body }) => body.length),
      durationMs: (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0),
    },
    source: `made up, seed ${traffic.seed}`,
  }
}

async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new SidecarError('E_CONFIG', `${file}: cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
