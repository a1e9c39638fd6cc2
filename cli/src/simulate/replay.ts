import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { collectorArguments, collectorBinary } from '../../../collector/launch.ts'
import { SidecarError } from '../errors.ts'
import { parseExposition } from '../ledger/exposition.ts'
import { ROOT } from '../root.ts'
import type { Frame } from '../traffic/format.ts'
import { resolveFreePorts } from '../up/ports.ts'
import { type BackendSink, type BackendTraffic, startBackendSink } from './backend-sink.ts'
import { type ClockNote, type DerivedConfig, deriveConfig } from './derive-config.ts'
import type { Environment } from './environment-value.ts'

/** What is replayed against what. */
export interface ReplayOptions {
  /** The candidate. */
  readonly configText: string
  readonly configFile: string
  readonly frames: () => AsyncIterable<Frame>
  readonly speed: number
  readonly environment: Environment
  /** Hears of every request that was sent. */
  onFrame?(frame: Frame): void
  readonly signal?: AbortSignal
}

/** What came of it. */
export interface ReplayResult {
  readonly backends: ReadonlyMap<string, BackendTraffic>
  readonly clock: readonly ClockNote[]
  readonly slowMs: number
  readonly decisionWaitMs: number
  /** Largest resident memory of the collector, in bytes. */
  readonly peakMemoryBytes: number
  readonly elapsedMs: number
}

/** Requests on their way at the same time: what an app with four exports open does. */
const IN_FLIGHT = 4
const START_TIMEOUT_MS = 20_000
/** Nothing has come for so long, and the sampler holds nothing: everything is decided and delivered. */
const QUIET_MS = 1_500
const DRAIN_TIMEOUT_MS = 60_000

/** Runs the sampling of a candidate on the real collector and feeds it recorded traffic. */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const started = performance.now()
  const directory = await mkdtemp(path.join(tmpdir(), 'simulate-'))
  const { receiverPort, metricsPort } = await resolveFreePorts({ receiverPort: 0, metricsPort: 0 })
  const sink = await startBackendSink()
  let collector: ReturnType<typeof launch> | undefined
  let watching: NodeJS.Timeout | undefined
  let peakMemoryBytes = 0
  const lookAtMemory = async () => {
    peakMemoryBytes = Math.max(peakMemoryBytes, (await metric(metricsPort, MEMORY)) ?? 0)
  }
  try {
    const place = { receiverPort, metricsPort, sinkPort: sink.port, speed: options.speed }
    const derived = deriveConfig(options.configText, options.configFile, place, options.environment)
    const file = path.join(directory, 'simulate.json')
    await writeFile(file, derived.text)
    collector = launch(file, options.environment)
    watching = setInterval(lookAtMemory, 250)
    await ready(collector, metricsPort, options.configFile)
    await feed(options, receiverPort)
    await delivered(sink, metricsPort, derived, options)
    await lookAtMemory()
    return {
      backends: new Map(derived.backends.map((name, index) => [name, sink.backend(index)])),
      clock: derived.clock,
      slowMs: derived.slowMs,
      decisionWaitMs: derived.decisionWaitMs,
      peakMemoryBytes,
      elapsedMs: performance.now() - started,
    }
  } finally {
    clearInterval(watching)
    collector?.child.kill('SIGKILL')
    await sink.close()
    await rm(directory, { recursive: true, force: true })
  }
}

const MEMORY = 'otelcol_process_memory_rss_bytes'
const WAITING = 'otelcol_processor_tail_sampling_sampling_traces_on_memory'

function launch(file: string, environment: Environment) {
  const env = { ...process.env, ...environment, SIDECAR_TOKEN: environment.SIDECAR_TOKEN || 'simulate' }
  const child = spawn(collectorBinary(ROOT), collectorArguments(file), {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000)
    })
  return { child, output: () => output, ended: once(child, 'close') }
}

async function ready(collector: ReturnType<typeof launch>, metricsPort: number, file: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  const ended = collector.ended.then(() => true)
  while ((await metric(metricsPort, MEMORY)) === undefined) {
    const gone = await Promise.race([ended, pause(50, false)])
    if (gone || Date.now() > deadline)
      throw new SidecarError(
        'E_CONFIG',
        `${file}: the collector refuses its sampling.\n${reasonIn(collector.output())}`,
      )
  }
}

/** The last lines of a collector that did not start; its usage text is no reason. */
function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^(Usage|Flags|\s+-)/.test(line))
  return lines.slice(-6).join('\n').slice(0, 1500)
}

async function feed({ frames, speed, onFrame, signal }: ReplayOptions, port: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const flying = new Set<Promise<void>>()
  const started = Date.now()
  let first: number | undefined
  try {
    for await (const frame of frames()) {
      signal?.throwIfAborted()
      first ??= frame.at
      const ahead = (frame.at - first) / speed - (Date.now() - started)
      if (ahead > 2) await pause(ahead, undefined, { signal })
      onFrame?.(frame)
      const sent = post(port, frame.body, agent).finally(() => flying.delete(sent))
      flying.add(sent)
      if (flying.size >= IN_FLIGHT) await Promise.race(flying)
    }
    await Promise.all(flying)
  } finally {
    agent.destroy()
  }
}

function post(port: number, body: Uint8Array, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/traces',
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length },
      },
      (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) resolve()
          else
            reject(
              new SidecarError(
                'E_TRAFFIC',
                `the collector answered ${response.statusCode} to recorded traffic`,
              ),
            )
        })
      },
    )
    request.on('error', reject).end(body)
  })
}

/** Waits until the sampler holds nothing and nothing more arrives. */
async function delivered(
  sink: BackendSink,
  port: number,
  derived: DerivedConfig,
  { speed, signal }: ReplayOptions,
): Promise<void> {
  const wait = Math.max(1000, derived.decisionWaitMs / speed)
  const deadline = Date.now() + wait + DRAIN_TIMEOUT_MS
  let last = -1
  let since = Date.now()
  const earliest = Date.now() + wait + QUIET_MS
  while (Date.now() < deadline) {
    signal?.throwIfAborted()
    if (sink.received() !== last) {
      last = sink.received()
      since = Date.now()
    }
    const waiting = (await metric(port, WAITING)) ?? 0
    if (waiting === 0 && Date.now() > earliest && Date.now() - since > QUIET_MS) return
    await pause(100, undefined, { signal })
  }
}

async function metric(port: number, name: string): Promise<number | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(2000) })
    const samples = parseExposition(await answer.text())
    return samples.has(name) ? samples.sum(name) : 0
  } catch {
    // It is not up yet, or busy: the caller asks again.
    return undefined
  }
}
