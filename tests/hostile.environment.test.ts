import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { startsAndServes } from './hostile/app-starts.ts'
import { appVariables } from './hostile/app-variables.ts'
import { documentedVariables, hostileValue } from './hostile/environment-values.ts'
import { type Random, seededRandom } from './privacy/random.ts'
import { freeCollectorPorts, launchCollector } from './support/collector-process.ts'
import { inRepository } from './support/repository.ts'

const SEED = 34
/** `HOSTILE_ENVIRONMENTS=200` for a long run. */
const RUNS = Number(process.env.HOSTILE_ENVIRONMENTS ?? 6)
/** These switch everything off, and with it what is to be tested. */
const SWITCHES = new Set(['OTEL_SDK_DISABLED', 'NEXT_RUNTIME', 'NEXT_PHASE'])

const app = documentedVariables('App')
const collector = documentedVariables('Collector')

function environment(names: readonly string[], random: Random): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, hostileValue(random)]))
}

test('the lists are those of docs/environment.md', () => {
  expect(app).toContain('OTEL_EXPORTER_OTLP_HEADERS')
  expect(app.length).toBeGreaterThan(30)
  expect(collector).toContain('SAMPLING_SLOW_MS')
  expect(collector.length).toBeGreaterThan(20)
})

test.each(Array.from({ length: RUNS }, (_, run) => SEED + run))(
  'the app serves whatever its variables say (all of them, seed %i), and warns in lines with a code',
  async (seed) => {
    const random = seededRandom(seed)
    const names = app.filter((name) => !SWITCHES.has(name))
    const env = environment(names, random)
    const worker = new Worker(inRepository('tests/hostile/serve-with-telemetry.mjs'), {
      env,
      stdout: true,
      stderr: true,
    })
    // A throw, or a rejection that nobody handled, rejects here.
    const [[served], [code], printed] = await Promise.all([
      once(worker, 'message'),
      once(worker, 'exit'),
      text(worker.stderr),
    ])
    expect([served, code]).toEqual(['served', 0])
    const warnings = printed
      .split('\n')
      .flatMap((line) => /\[(E_[A-Z_]+)\]|\b(E_[A-Z_]{4,})\b/.exec(line)?.[0] ?? [])
    expect(warnings.length, printed).toBeGreaterThan(0)
    expect(printed).not.toContain('x'.repeat(200))
  },
)

/** `npm run test:soak -- --only app-environment` gives each its turn. */
test(`the demo app starts, sells and stops with hostile values in all its variables at once, seed ${SEED}`, async () => {
  const random = seededRandom(SEED)
  const names = appVariables()
  expect(names).toEqual(expect.arrayContaining(['OTEL_SPAN_LINK_COUNT_LIMIT', 'SENTRY_DSN', 'SIDECAR_TOKEN']))
  expect(names.length).toBeGreaterThan(app.length)
  expect(await startsAndServes(environment(names, random))).toBeUndefined()
}, 240_000)

test.each(Array.from({ length: RUNS }, (_, run) => SEED + run))(
  'the collector starts or says what is wrong, and never crashes (one at a time, seed %i)',
  async (seed) => {
    const random = seededRandom(seed)
    const name = random.pick(collector)
    const value = hostileValue(random)
    const ports = await freeCollectorPorts()
    const storage = await mkdtemp(path.join(tmpdir(), 'hostile-environment-'))
    const env = {
      SIDECAR_TOKEN: 'a-token-of-this-test',
      ...ports,
      SIDECAR_STORAGE_DIR: storage,
      [name]: value,
    }
    // There, because a storage directory may be a relative path, and the queues with it.
    await using program = launchCollector(undefined, env, storage)
    const ready = program.ready(`http://127.0.0.1:${ports.SIDECAR_HEALTH_PORT}/`, 60_000).then(
      () => 'started',
      () => 'not ready',
    )
    const what = await Promise.race([ready, program.exited.then(({ code }) => code)])
    expect(program.output, `${name}=${JSON.stringify(value)}`).not.toMatch(/panic|goroutine \d+ \[/)
    await program.stop()
    await rm(storage, { recursive: true, force: true })
    if (typeof what === 'string') return
    expect(what).toBe(1)
    // What is of the right kind and still cannot be used, like a name without an address, is named by itself.
    const named = [name, value.trim()].filter(Boolean)
    expect(
      named.filter((part) => program.output.includes(part)),
      `${name}=${JSON.stringify(value)}: ${program.output}`,
    ).not.toEqual([])
  },
)
