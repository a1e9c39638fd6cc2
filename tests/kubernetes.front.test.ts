import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { type Collector, startCollector } from './support/collector.ts'
import { freePorts } from './support/free-ports.ts'
import { Program } from './support/program.ts'
import { inRepository } from './support/repository.ts'
import { type OtlpReceiver, sendTrace } from './support/send.ts'
import { type Sink, startSink } from './support/sink.ts'
import { newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

/** Stock components of the version that the example runs; minutes of compiling, so it is built by hand. */
const FRONT = inRepository('.sidecar/bin/front')
const ABSENT = existsSync(FRONT)
  ? undefined
  : 'the front is not built: go -C tools/front build -trimpath -o ../../.sidecar/bin/front .'
const TOKEN = 'one-for-all'
const TRACES = 40
const DEADLINE_MS = 30_000

interface FrontConfig {
  receivers: { otlp: { protocols: Record<'grpc' | 'http', { endpoint: string }> } }
  exporters: Record<string, { routing_key: string; resolver: object }>
  extensions: { health_check: { endpoint: string } }
}

/** As it stands in the example, anew at each call. */
function frontConfig(): FrontConfig {
  const documents = parseAllDocuments(readFileSync(inRepository('deploy/kubernetes/two-tier.yaml'), 'utf8'))
  const map = documents
    .map((document) => document.toJS() as { kind: string; data?: Record<string, string> })
    .find(({ kind, data }) => kind === 'ConfigMap' && data?.['config.yaml'])
  return parse(map?.data?.['config.yaml'] ?? '', { merge: true })
}

const asArgument = (config: object) => `--config=yaml:${stringify(config, { aliasDuplicateObjects: false })}`

function validate(config: object) {
  const env = { ...process.env, SIDECAR_TOKEN: TOKEN }
  return spawnSync(FRONT, ['validate', asArgument(config)], { encoding: 'utf8', cwd: tmpdir(), env })
}

/** A collector of this repository behind the front, with a backend of its own. */
interface Place {
  readonly sink: Sink
  readonly collector: Collector
}

describe.skipIf(ABSENT)(`the front of two-tier.yaml${ABSENT ? ` (${ABSENT})` : ''}`, () => {
  test('is a configuration that the real program takes, and one with a misspelt key is none', () => {
    expect(validate(frontConfig())).toMatchObject({ status: 0, stderr: '' })
    const wrong = frontConfig()
    Object.assign(wrong.exporters['load_balancing/traces'] ?? {}, { routing_keys: 'traceID' })
    const { status, stderr } = validate(wrong)
    expect(status).toBe(1)
    expect(stderr).toContain('routing_keys')
  })

  test('brings both halves of every trace to one collector, and uses both collectors', async () => {
    await using first = await place()
    await using second = await place()
    await using front = await startFront([first, second])
    const ids = Array.from({ length: TRACES }, () => newTraceId())
    // In two requests, as two app instances would.
    for (const name of ['first half', 'second half'])
      for (const traceId of ids) await sendTrace(front, { name, kind: 'SERVER' }, { traceId })

    const halves = ({ sink }: Place, id: string) => sink.trace(id).length
    await waitFor(() => ids.every((id) => halves(first, id) + halves(second, id) === 2), {
      deadline: DEADLINE_MS,
      describe: () =>
        `${first.sink.spans.length} and ${second.sink.spans.length} of ${2 * TRACES} spans arrived.`,
    })
    const places = ids.map((id) => [halves(first, id), halves(second, id)].join())
    expect(new Set(places)).toEqual(new Set(['2,0', '0,2']))
  })
})

async function place(): Promise<Place & AsyncDisposable> {
  const sink = await startSink()
  const env = { SIDECAR_TOKEN: TOKEN, SAMPLING_BASELINE_PERCENTAGE: '100' }
  const collector = await startCollector({ traces: sink, env })
  return {
    sink,
    collector,
    async [Symbol.asyncDispose]() {
      await collector[Symbol.asyncDispose]()
      await sink[Symbol.asyncDispose]()
    },
  }
}

/** The front of the example; only where it listens, and how it finds the collectors, is of this machine. */
async function startFront(places: readonly Place[]): Promise<OtlpReceiver & AsyncDisposable> {
  const [grpc, http, health] = (await freePorts(3)) as [number, number, number]
  const config = frontConfig()
  config.receivers.otlp.protocols.grpc.endpoint = `127.0.0.1:${grpc}`
  config.receivers.otlp.protocols.http.endpoint = `127.0.0.1:${http}`
  config.extensions.health_check.endpoint = `127.0.0.1:${health}`
  const hostnames = places.map(({ collector }) => collector.grpcAddress)
  for (const exporter of Object.values(config.exporters)) exporter.resolver = { static: { hostnames } }
  const program = new Program({
    name: 'front',
    command: FRONT,
    // Its own metrics listen on a port that another collector may have.
    args: [asArgument(config), '--set=service.telemetry.metrics.level=none'],
    env: { SIDECAR_TOKEN: TOKEN },
  })
  try {
    await program.ready(`http://127.0.0.1:${health}/`)
  } catch (error) {
    await program.stop()
    throw error
  }
  return {
    httpUrl: `http://127.0.0.1:${http}`,
    grpcAddress: `127.0.0.1:${grpc}`,
    token: TOKEN,
    [Symbol.asyncDispose]: async () => void (await program.stop()),
  }
}
