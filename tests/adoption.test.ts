import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { checkTypes } from './adoption/check-types.ts'
import { buildApp, createApp, type RunningApp, startApp, wiring } from './adoption/foreign-app.ts'
import { packShim } from './adoption/packed.ts'
import { browserAvailability, startBrowser } from './support/browser.ts'
import { type Bugsink, bugsinkAvailability, startBugsink } from './support/bugsink.ts'
import { startCollector } from './support/collector.ts'
import type { Availability } from './support/docker/engine.ts'
import { inRepository } from './support/repository.ts'
import { type Sentry, startSentry } from './support/sentry.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

/** An installation, a build and a run of the app, on a machine that does other things too. */
const BUILD_TIMEOUT_MS = 600_000
const ARRIVES_MS = 60_000
const CALLS = 5
/** `next build` once more takes a minute: asked for by name. */
const { ADOPTION_WEBPACK, ADOPTION_NODE_22 } = process.env
const chromium = browserAvailability()
const bugsinkHere = bugsinkAvailability()

/**
 * An app that nobody here wrote for this, with the packed shim, wired by README.md. Its packages are installed by npm
 * from the tarball and the registry, or npm's cache of it, outside the repository: what the shim needs and does not
 * declare is missing. It is not proven with a Next.js other than the demo's.
 */
describe('a foreign Next.js app, wired as the README says', () => {
  let directory: string
  let app: string
  let installed: Availability
  let bugsink: Bugsink | undefined

  beforeAll(async () => {
    if (bugsinkHere.ok) bugsink = await startBugsink('warn')
    directory = await mkdtemp(path.join(tmpdir(), 'adoption-'))
    app = path.join(directory, 'library')
    installed = await createApp(app, packShim(directory).tarball)
  }, BUILD_TIMEOUT_MS)

  afterAll(async () => {
    await bugsink?.[Symbol.asyncDispose]()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  })

  test('is told four files', () => {
    expect([...wiring().keys()]).toEqual([
      'instrumentation.ts',
      'instrumentation-client.ts',
      'next.config.ts',
      'app/api/telemetry/route.ts',
    ])
  })

  test.for(['nodenext', 'bundler'])('gets types for every import, resolved the way of %s', (way, context) => {
    requireInstalled(context)
    const manifest = JSON.parse(readFileSync(inRepository('app-shim/package.json'), 'utf8')) as {
      exports: object
    }
    const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'))
    expect(entries.length).toBeGreaterThan(5)
    const names = entries.map((entry) => entry.replace(/^\./, '@ticketcap/telemetry'))
    expect(checkTypes(app, way, names)).toBe('')
  })

  test('gets no types for what the package does not export', (context) => {
    requireInstalled(context)
    expect(checkTypes(app, 'nodenext', ['@ticketcap/telemetry/register'])).toContain('TS2307')
  })

  test(
    'built by Turbopack to stand alone, has a trace, its metrics and its errors arrive',
    async (context) => {
      requireInstalled(context)
      await expectTelemetry(path.join(directory, 'turbopack'), { env: bugsink?.sourceMapTarget })
    },
    BUILD_TIMEOUT_MS,
  )

  test('shows the written line of a browser error in a Sentry of another make, by the maps of that build', async (context) => {
    requireInstalled(context)
    if (!chromium.ok) return context.skip(chromium.reason)
    if (!bugsinkHere.ok || !bugsink) return context.skip(bugsinkHere.ok ? '' : bugsinkHere.reason)
    await expectWrittenLine(path.join(directory, 'turbopack'), bugsink)
  })

  test(
    'built by webpack to stand alone, has them arrive too',
    async (context) => {
      requireInstalled(context)
      if (!ADOPTION_WEBPACK) return context.skip('ADOPTION_WEBPACK is not set: one more build of a minute')
      await expectTelemetry(path.join(directory, 'webpack'), { flags: ['--webpack'] })
    },
    BUILD_TIMEOUT_MS,
  )

  test(
    'built and run by Node.js 22, has them arrive too',
    async (context) => {
      requireInstalled(context)
      if (!ADOPTION_NODE_22) return context.skip('ADOPTION_NODE_22 names no program of Node.js 22')
      await expectTelemetry(path.join(directory, 'node-22'), { node: ADOPTION_NODE_22 })
    },
    BUILD_TIMEOUT_MS,
  )

  function requireInstalled(context: TestContext): void {
    if (!installed.ok) context.skip(installed.reason)
  }

  async function expectTelemetry(built: string, options: BuildOptions = {}) {
    await buildApp(app, built, options)
    await using sink = await startSink()
    await using sentry = await startSentry()
    await using collector = await startCollector({
      traces: sink,
      env: { SENTRY_DSN: sentry.dsn, SAMPLING_BASELINE_PERCENTAGE: '100' },
    })
    await using running = await startApp(built, collector, options)
    await expectTraces(running, sink)
    await expectMetrics(sink)
    await expectServerError(running, sink, sentry)
    if (chromium.ok) await expectBrowserError(running, sentry)
  }
})

interface BuildOptions {
  node?: string
  flags?: string[]
  env?: Record<string, string>
}

async function expectWrittenLine(built: string, bugsink: Bugsink): Promise<void> {
  await using sink = await startSink()
  await using collector = await startCollector({
    traces: sink,
    env: { SENTRY_DSN: bugsink.dsn, SENTRY_OTLP: 'false' },
  })
  await using running = await startApp(built, collector)
  await stampInBrowser(running)
  const [event] = await waitFor(
    async () => {
      const events = await bugsink.events()
      return events.length > 0 && events
    },
    { deadline: ARRIVES_MS, describe: () => `No error arrived.\n${bugsink.output}\n${running.output}` },
  )
  // As it was stored the line is a built one; as it is shown, it is the line of the file above.
  expect(JSON.stringify(event?.data.exception)).toMatch(/_next\/static\/[^"]*\.js/)
  const stack = event ? await bugsink.stack(event) : ''
  expect(stack).toContain('app/stamp.tsx')
  expect(stack).toContain("throw new Error('the stamp is dry')")
}

async function expectTraces(app: RunningApp, sink: Sink): Promise<void> {
  for (let call = 1; call <= CALLS; call++)
    expect(await (await fetch(`${app.url}/api/books/${call}`)).json()).toEqual({ isbn: String(call) })
  const served = () =>
    sink.spans.filter(({ name, kind }) => kind === 'SERVER' && name === 'GET /api/books/[isbn]')
  await waitFor(() => served().length === CALLS, {
    deadline: ARRIVES_MS,
    describe: () => `${served().length} of ${CALLS} requests arrived.\n${sink.output}\n${app.output}`,
  })
  expect(new Set(served().map(({ traceId }) => traceId)).size).toBe(CALLS)
  expect(served()[0]?.resource['telemetry.sdk.language']).toBe('nodejs')
}

async function expectMetrics(sink: Sink): Promise<void> {
  const counted = () =>
    sink
      .latest('traces.span.metrics.calls')
      .filter(({ attributes }) => attributes['http.route'] === '/api/books/[isbn]')
      .reduce((sum, { value = 0 }) => sum + value, 0)
  const names = () => [...new Set(sink.points.map(({ metric }) => metric))]
  await waitFor(() => counted() === CALLS && sink.latest('nodejs.eventloop.utilization').length > 0, {
    deadline: ARRIVES_MS,
    describe: () => `${counted()} of ${CALLS} requests were counted; metrics: ${names().join(', ')}.`,
  })
}

async function expectServerError(app: RunningApp, sink: Sink, sentry: Sentry): Promise<void> {
  expect((await fetch(`${app.url}/api/loans`, { method: 'POST' })).status).toBe(500)
  const traceId = await errorTitled('the shelf is locked', app, sentry)
  await waitFor(() => sink.trace(traceId).some(({ status }) => status.code === 'ERROR'), {
    deadline: ARRIVES_MS,
    describe: () => `The failed trace ${traceId} did not arrive.\n${sink.output}`,
  })
}

async function expectBrowserError(app: RunningApp, sentry: Sentry): Promise<void> {
  await stampInBrowser(app)
  await errorTitled('the stamp is dry', app, sentry)
}

/** Makes the page fail and leaves once its error has gone to the tunnel. */
async function stampInBrowser(app: RunningApp): Promise<void> {
  await using browser = await startBrowser()
  const page = await browser.newPage()
  await page.goto(app.url, { waitUntil: 'load' })
  const sent = page.waitForResponse((response) => response.url().includes('/api/telemetry'))
  await page.getByRole('button', { name: 'Stamp' }).click()
  await sent
}

/** Waits for an error in Sentry and returns its trace. */
async function errorTitled(title: string, app: RunningApp, { store, output }: Sentry): Promise<string> {
  const { traceId } = await waitFor(() => store.errors().find((error) => error.title.includes(title)), {
    deadline: ARRIVES_MS,
    describe: () => `No error "${title}" arrived.\n${output}\n${app.output}`,
  })
  return traceId ?? ''
}
