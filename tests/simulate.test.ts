import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateTraffic } from '../cli/src/simulate/generate-traffic.ts'
import type { Outcome } from '../cli/src/simulate/outcome.ts'
import { replay } from '../cli/src/simulate/replay.ts'
import { readTraffic } from '../cli/src/traffic/read-traffic.ts'
import { startRecorder } from '../cli/src/traffic/record-traffic.ts'
import { openTrafficWriter } from '../cli/src/traffic/write-traffic.ts'
import { collectorArguments, collectorBinary } from '../collector/launch.ts'
import { startCollector } from './support/collector.ts'
import { freeCollectorPorts } from './support/collector-process.ts'
import { freePort } from './support/free-ports.ts'
import { Program } from './support/program.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'
import { sendTrace } from './support/send.ts'
import { startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

const SHIPPED = inRepository('collector-config.yaml')
const SPANS = 12_000

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'simulate-test-'))
})
afterAll(() => rm(directory, { recursive: true }))

const made = () => generateTraffic({ seed: 7, spans: SPANS, requestsPerSecond: 400 })

/** What an operator types, read as JSON. */
async function simulate(...args: string[]) {
  const command = [inRepository('cli/src/main.ts'), 'simulate', '--json', ...args]
  const child = spawn(process.execPath, command)
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  const answer = stdout
    ? (JSON.parse(stdout) as { ok: boolean; problems: string[]; warnings: string[]; outcomes: Outcome[] })
    : undefined
  return { exitCode, stderr, answer, outcome: answer?.outcomes[0] as Outcome }
}

/** The shipped configuration with one change. */
async function candidate(name: string, from: string | RegExp, to: string): Promise<string> {
  const shipped = await readFile(SHIPPED, 'utf8')
  const changed = shipped.replace(from, to)
  expect(changed, `${from} is in the shipped configuration`).not.toBe(shipped)
  const file = path.join(directory, name)
  await writeFile(file, changed)
  return file
}

describe('sidecar simulate', () => {
  test('keeps everything that matters with the shipped rules, and says what it keeps, why and for how much', async () => {
    const { exitCode, answer, outcome } = await simulate(`--spans=${SPANS}`)
    expect(answer).toMatchObject({ ok: true, problems: [], warnings: [] })
    expect(exitCode).toBe(0)
    for (const { traces, whole } of Object.values(outcome.recall)) expect(whole).toBe(traces)
    expect(outcome.recall.error.traces).toBeGreaterThan(5)
    expect(outcome.recall.payment.traces).toBeGreaterThan(5)
    expect(Object.keys(outcome.byPolicy)).toEqual(
      expect.arrayContaining(['keep-errors', 'keep-slow', 'keep-payments', 'keep-registrations', 'baseline']),
    )
    expect(outcome.byRoute['GET /api/health']).toMatchObject({ kept: 0 })
    expect(outcome.backends.map(({ backend }) => backend)).toEqual(['otlp_http/tempo', 'sentry_envelope'])
    for (const { spans, bytes, costPerMonth } of outcome.backends) {
      expect(spans).toBeGreaterThan(0)
      expect(bytes).toBeGreaterThan(spans * 50)
      expect(costPerMonth).toBeGreaterThanOrEqual(0)
    }
    const [errorRate] = outcome.sampledView.filter(({ what }) => what.startsWith('ApiErrorRateHigh'))
    expect(errorRate?.fromKept, 'sampled numbers overstate errors').toBeGreaterThan(
      (errorRate?.exact ?? 0) * 2,
    )
    expect(outcome.peakMemoryBytes).toBeGreaterThan(10_000_000)
  }, 60_000)

  test('fails, with names and a remedy, when a rule loses errors; and not when that is allowed', async () => {
    const config = await candidate(
      'no-errors.yaml',
      /( +- name: keep-errors\n +type: )status_code\n +status_code: .*\n/,
      '$1probabilistic\n        probabilistic: {sampling_percentage: 1}\n',
    )
    const { exitCode, answer } = await simulate(`--spans=${SPANS}`, `--config=${config}`)
    expect(answer?.problems).toEqual([
      expect.stringMatching(
        /no-errors\.yaml: \d+ of \d+ error traces are lost and 0 cut, for example [0-9a-f]{32}\./,
      ),
    ])
    expect(exitCode).toBe(1)
    expect((await simulate(`--spans=${SPANS}`, `--config=${config}`, '--may-lose=error')).exitCode).toBe(0)
  }, 120_000)

  test('holds a run to a budget, so that it can guard a pull request', async () => {
    const tight = await simulate(`--spans=${SPANS}`, '--max-kept=1')
    expect(tight.answer?.problems).toEqual([
      expect.stringContaining('% of spans are kept, over --max-kept=1'),
    ])
    expect(tight.exitCode).toBe(1)
    expect((await simulate(`--spans=${SPANS}`, '--max-kept=90')).exitCode).toBe(0)
  }, 120_000)

  test('puts two configurations side by side, and on a page that needs nothing else', async () => {
    const all = await candidate('all.yaml', 'SAMPLING_BASELINE_PERCENTAGE:-10', 'NO_SUCH_PERCENTAGE:-100')
    const page = path.join(directory, 'report.html')
    const { answer } = await simulate(`--spans=${SPANS}`, `--against=${all}`, `--html=${page}`)
    const [ten, hundred] = answer?.outcomes ?? []
    expect(hundred?.keptSpans).toBeGreaterThan((ten?.keptSpans ?? 0) * 3)
    const html = await readFile(page, 'utf8')
    expect(html).toContain('all.yaml')
    expect(html).not.toMatch(/(src|href)="?https?:/)
  }, 120_000)

  test.each([
    [
      'a percentage meant as a share',
      'SAMPLING_BASELINE_PERCENTAGE:-10',
      'NO_SUCH:-0.1',
      '0.1 keeps 0.1 % of traces, not 10 %',
    ],
    ['a threshold in seconds', 'SAMPLING_SLOW_MS:-2000', 'NO_SUCH:-2', '2 ms is shorter than any request'],
  ])(
    'warns of %s',
    async (name, from, to, warning) => {
      const config = await candidate(`${name}.yaml`, from, to)
      const { answer } = await simulate('--spans=2000', `--config=${config}`)
      expect(answer?.warnings).toEqual([expect.stringContaining(warning)])
    },
    60_000,
  )

  test('shows where and why the collector refuses a misspelt rule', async () => {
    const config = await candidate(
      'typo.yaml',
      'status_code: {status_codes: [ERROR]}',
      'status_code: {status_code: [ERROR]}',
    )
    const { exitCode, stderr } = await simulate('--spans=2000', `--config=${config}`)
    expect(stderr).toContain('typo.yaml: the collector refuses its sampling.')
    expect(stderr).toContain('status_code')
    expect(exitCode).toBe(1)
  }, 60_000)

  test('leaves nothing behind when it is stopped', async () => {
    const before = await readdir(tmpdir())
    const child = spawn(process.execPath, [
      inRepository('cli/src/main.ts'),
      'simulate',
      '--spans=20000',
      '--speed=1',
    ])
    const ours = async () =>
      (await readdir(tmpdir())).filter((name) => /^simulate-\w{6}$/.test(name) && !before.includes(name))
    await waitFor(async () => (await ours()).length > 0, { deadline: 30_000 })
    child.kill('SIGINT')
    const [exitCode] = await once(child, 'close')
    expect(exitCode).toBe(130)
    expect(await ours()).toEqual([])
  }, 60_000)
})

test('keeps the same traces by the same policies as the shipped configuration does live', async () => {
  const environment = { SAMPLING_MAX_SPANS_PER_SECOND: '1000000', SAMPLING_DECISION_WAIT: '2s' }
  const simulated = await replay({
    configText: await readFile(SHIPPED, 'utf8'),
    configFile: SHIPPED,
    frames: async function* () {
      yield* made()
    },
    speed: 1,
    environment,
  })
  const expected = simulated.backends.get('otlp_http/tempo')?.traces
  await using sink = await startSink()
  await using collector = await startCollector({ traces: sink, env: environment })
  for (const { body } of made()) {
    const answer = await fetch(`${collector.httpUrl}/v1/traces`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${collector.token}` },
    })
    expect(answer.status).toBe(200)
  }
  const spans = [...(expected?.values() ?? [])].reduce((total, trace) => total + trace.spans, 0)
  await waitFor(() => sink.spans.length >= spans, {
    deadline: 30_000,
    describe: () => `${sink.spans.length} of ${spans} spans arrived`,
  })
  const live = new Map(
    sink.spans.map(({ traceId, scope }) => [traceId, String(scope.attributes['tailsampling.policy'])]),
  )
  expect(live.size).toBe(expected?.size)
  for (const [traceId, policy] of live) expect(expected?.get(traceId)?.policy, traceId).toBe(policy)
}, 120_000)

test('records what a running collector has scrubbed, beside its pipelines, and replays it', async () => {
  const file = path.join(directory, 'live.recording')
  const recorder = await startRecorder({ file, port: 0, maxBytes: 1e9, maxMs: 600_000 })
  await using sink = await startSink()
  const ports = await freeCollectorPorts()
  const token = 'x'.repeat(32)
  const storage = await mkdtemp(path.join(directory, 'queue-'))
  await using program = new Program({
    name: 'collector',
    command: collectorBinary(REPOSITORY),
    args: [...collectorArguments(SHIPPED), `--config=${inRepository('collector/record.yaml')}`],
    env: {
      SIDECAR_TOKEN: token,
      ...ports,
      SIDECAR_RECORD_PORT: String(recorder.port),
      SIDECAR_STORAGE_DIR: storage,
      SAMPLING_DECISION_WAIT: '1s',
      TEMPO_ENDPOINT: sink.url,
      PROMETHEUS_ENDPOINT: sink.url,
    },
  })
  await program.ready(`http://127.0.0.1:${ports.SIDECAR_HEALTH_PORT}/`)
  const receiver = {
    httpUrl: `http://127.0.0.1:${ports.SIDECAR_OTLP_HTTP_PORT}`,
    grpcAddress: `127.0.0.1:${ports.SIDECAR_OTLP_GRPC_PORT}`,
    token,
  }
  const planted = 'dana.recorded@example.com'
  const traceId = await sendTrace(receiver, { name: 'GET /', status: 'ERROR', attributes: { note: planted } })
  await waitFor(() => recorder.spans === 1 && sink.trace(traceId).length === 1)
  await recorder.close()

  const bodies: Uint8Array[] = []
  for await (const { body } of readTraffic(file)) bodies.push(body)
  expect(Buffer.concat(bodies).toString()).toContain('[email]')
  expect(Buffer.concat(bodies).toString()).not.toContain(planted)
  const { outcome } = await simulate(`--traffic=${file}`)
  expect(outcome.recall.error).toMatchObject({ traces: 1, whole: 1 })
}, 60_000)

test('a recorder that is not there costs the app nothing', async () => {
  await using sink = await startSink()
  const nobody = await freePort()
  const merged = path.join(directory, 'with-tap.yaml')
  const shipped = await readFile(SHIPPED, 'utf8')
  const tap = await readFile(inRepository('collector/record.yaml'), 'utf8')
  const exporter = /^ {2}otlp_http\/record:[\s\S]*?(?=\n\n)/m.exec(tap)?.[0] ?? ''
  const pipeline = /^ {4}traces\/record:[\s\S]*$/m.exec(tap)?.[0] ?? ''
  await writeFile(
    merged,
    shipped
      .replace(/^exporters:\n/m, `exporters:\n${exporter}\n`)
      .replace(/^ {2}pipelines:\n/m, `  pipelines:\n${pipeline}\n`),
  )
  await using collector = await startCollector({
    traces: sink,
    config: merged,
    env: { SIDECAR_RECORD_PORT: String(nobody), SAMPLING_BASELINE_PERCENTAGE: '100' },
  })
  for (let sent = 0; sent < 20; sent++) await sendTrace(collector, { name: 'GET /' })
  await waitFor(() => sink.spans.length === 20)
}, 60_000)

test('a recording from elsewhere that was never one is refused before anything starts', async () => {
  const file = path.join(directory, 'none.recording')
  await writeFile(file, 'no')
  const { exitCode, stderr } = await simulate(`--traffic=${file}`)
  expect(stderr).toContain('E_TRAFFIC')
  expect(exitCode).toBe(1)
  const writer = await openTrafficWriter(path.join(directory, 'empty.recording'))
  await writer.close()
  expect((await simulate(`--traffic=${path.join(directory, 'empty.recording')}`)).stderr).toContain(
    'holds no spans',
  )
})
