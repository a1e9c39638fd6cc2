import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startConsole } from '../cli/src/console/server.ts'
import type { Finding } from '../cli/src/doctor/check.ts'
import { type Collector, type CollectorOptions, startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { type Prometheus, startPrometheus } from './support/prometheus.ts'
import { inRepository } from './support/repository.ts'
import { type Sentry, startSentry } from './support/sentry.ts'

/** The stack doctor looks at, on free ports. */
interface Stack extends AsyncDisposable {
  collector: Collector
  prometheus: Prometheus
  sentry: Sentry
  tracesUrl: string
  metricsPort: number
}

async function startStack(over: Partial<CollectorOptions> = {}): Promise<Stack> {
  const stack = new AsyncDisposableStack()
  const console = await startConsole({ port: 0 })
  stack.defer(() => console.close())
  const prometheus = stack.use(await startPrometheus())
  const sentry = stack.use(await startSentry())
  const metricsPort = await freePort()
  const collector = stack.use(
    await startCollector({
      traces: { port: Number(new URL(console.url).port) },
      metrics: prometheus,
      ...over,
      env: { SIDECAR_METRICS_PORT: String(metricsPort), SENTRY_DSN: sentry.dsn, ...over.env },
    }),
  )
  const tracesUrl = console.url
  return {
    collector,
    prometheus,
    sentry,
    tracesUrl,
    metricsPort,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** What an operator types, read as JSON; the findings by id. */
async function doctor(stack: Stack, over: { token?: string; wait?: number } = {}) {
  const { collector, prometheus, sentry, tracesUrl, metricsPort } = stack
  const command = [
    inRepository('cli/src/main.ts'),
    'doctor',
    '--json',
    `--wait=${over.wait ?? 30}`,
    `--otlp-url=${collector.httpUrl}`,
    `--sentry-receiver-url=${collector.sentryUrl}`,
    `--traces-url=${tracesUrl}`,
    `--prometheus-url=${prometheus.url}`,
    `--sentry-url=${sentry.url}`,
    `--metrics-port=${metricsPort}`,
  ]
  const token = over.token ?? collector.token
  const env = {
    ...process.env,
    SIDECAR_TOKEN: token,
    SIDECAR_RUN_DIR: tmpdir(),
    PROMETHEUS_ENDPOINT: `${prometheus.url}${prometheus.otlpPath}`,
  }
  const child = spawn(process.execPath, command, { env, cwd: inRepository('demo') })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  expect(stdout + stderr).not.toContain(token)
  const findings: Finding[] = JSON.parse(stdout).findings
  return { exitCode, of: (id: string) => findings.find((finding) => finding.id === id) }
}

test('follows a trace, a metric and an error to their backends, and finds them scrubbed', async () => {
  await using stack = await startStack()
  const { exitCode, of } = await doctor(stack)
  for (const kind of ['trace', 'metric', 'error'])
    expect(of(`probe-${kind}`)).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(new RegExp(`^${kind} arrived in \\d+\\.\\d s, scrubbed, at http`)),
    })
  expect(of('one-api-copy')).toMatchObject({ status: 'ok' })
  expect(of('config-valid')).toMatchObject({ status: 'ok' })
  expect(of('late-samples')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('up to 1d late'),
  })
  expect(exitCode).toBe(0)
}, 60_000)

test('names the receiver when the token is another one', async () => {
  await using stack = await startStack()
  const { exitCode, of } = await doctor(stack, { token: 'x'.repeat(40), wait: 1 })
  for (const kind of ['trace', 'metric', 'error'])
    expect(of(`probe-${kind}`)).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/lost at the receiver: http\S+ answered 401/),
      hint: expect.stringContaining('SIDECAR_TOKEN'),
    })
  expect(exitCode).toBe(1)
}, 60_000)

test('names the queue when the trace backend is down, and the others arrive', async () => {
  await using stack = await startStack({ traces: { port: await freePort() } })
  const { exitCode, of } = await doctor(stack, { wait: 12 })
  expect(of('probe-trace')).toMatchObject({
    status: 'fail',
    message: 'trace waits in the queue of otlp_http/tempo: the backend does not take it',
    hint: expect.stringContaining('TEMPO_ENDPOINT'),
  })
  expect(of('probe-metric')).toMatchObject({ status: 'ok' })
  expect(of('probe-error')).toMatchObject({ status: 'ok' })
  expect(exitCode).toBe(1)
}, 60_000)

test('says that Sentry is switched off without a DSN, which is no failure', async () => {
  await using stack = await startStack({ env: { SENTRY_DSN: '' } })
  const { exitCode, of } = await doctor(stack, { wait: 12 })
  expect(of('probe-error')).toMatchObject({ status: 'warn', hint: expect.stringContaining('SENTRY_DSN') })
  expect(exitCode).toBe(0)
}, 60_000)

test('sees personal data that a configuration without scrub lets through', async () => {
  const shipped = await readFile(inRepository('collector-config.yaml'), 'utf8')
  const config = path.join(await mkdtemp(path.join(tmpdir(), 'without-scrub-')), 'collector-config.yaml')
  const open = shipped
    .replaceAll(/^(\s+processors: \[.*)scrub, /gm, '$1')
    .replaceAll('memory_limiter, scrub]', 'memory_limiter]')
  expect(open).not.toBe(shipped)
  await writeFile(config, open)
  await using stack = await startStack({ config })
  const { exitCode, of } = await doctor(stack)
  expect(of('probe-trace')).toMatchObject({
    status: 'fail',
    message: expect.stringContaining('unmasked'),
    hint: expect.stringContaining('scrub'),
  })
  expect(exitCode).toBe(1)
}, 60_000)

test('reads addresses and token of a running `npm start` from the file it leaves', async () => {
  await using stack = await startStack()
  const directory = await mkdtemp(path.join(tmpdir(), 'run-'))
  await writeFile(path.join(directory, 'app.env'), `SIDECAR_TOKEN=${stack.collector.token}\n`)
  const { SIDECAR_TOKEN: _, ...env } = process.env
  const child = spawn(process.execPath, [inRepository('cli/src/main.ts'), 'doctor', '--json', '--no-probe'], {
    env: { ...env, SIDECAR_RUN_DIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { findings } = JSON.parse(await text(child.stdout)) as { findings: Finding[] }
  expect(findings.find(({ id }) => id === 'token')).toMatchObject({
    status: expect.stringMatching(/ok|warn/),
  })
}, 60_000)
