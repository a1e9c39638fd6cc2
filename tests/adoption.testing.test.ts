import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { collectorBinary } from '../collector/launch.ts'
import { install, type Packed, packCollectorTesting } from './adoption/packed.ts'
import type { Availability } from './support/docker/engine.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'

/** A configuration that has nothing to do with tickets. */
const CONFIG = `
receivers:
  otlp:
    protocols:
      grpc:
      http:
processors:
  tail_sampling:
    decision_wait: 1s
    policies:
      - name: keep-errors
        type: status_code
        status_code: {status_codes: [ERROR]}
exporters:
  otlp_http:
    endpoint: https://traces.example.com
    headers: {authorization: secret}
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [tail_sampling]
      exporters: [otlp_http]
`
const KEPT_BY_NOTHING = CONFIG.replace('[ERROR]', '[OK]')

/**
 * The package for tests of collectors, packed and installed by npm in a folder outside the repository, beside a vitest
 * of its own; there the test of its README runs.
 */
describe('the packed @ticketcap/collector-testing', () => {
  let directory: string
  let packed: Packed
  let installed: Availability

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'collector-testing-'))
    packed = packCollectorTesting(directory)
    const { devDependencies } = JSON.parse(await readFile(inRepository('package.json'), 'utf8'))
    await writeFile(path.join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    installed = install([packed.tarball, `vitest@${devDependencies.vitest}`], directory)
    await mkdir(path.join(directory, 'test'))
    await writeFile(path.join(directory, 'test', 'readme.test.ts'), await testOfReadme())
  })
  afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))

  test('holds what was built, its README and its licence, and nothing of the demo', () => {
    const others = packed.files.filter((file) => !/\.(js|d\.ts)$/.test(file))
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'otlp/schema.json', 'package.json'])
    expect(packed.files.filter((file) => /\.test\.|demo|sentry|prometheus|repository/.test(file))).toEqual([])
  })

  test('has nothing that publint calls an error or warns of', async () => {
    const tarball = new Uint8Array(await readFile(packed.tarball)).buffer
    const { messages, pkg } = await publint({ pack: { tarball }, level: 'warning', strict: true })
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
  })

  test('is shown in the README of the repository by the same test', async () => {
    expect(await readFile(inRepository('README.md'), 'utf8')).toContain(await testOfReadme())
  })

  test('runs the test of its README, which is green', async (context) => {
    const { status, output } = await runWith(CONFIG, context)
    expect(output).toMatch(/Tests\s+1 passed/)
    expect(status).toBe(0)
  })

  test('is red when the configuration keeps nothing, and shows what arrived and what the collector said', async (context) => {
    const { status, output } = await runWith(KEPT_BY_NOTHING, context)
    expect(status).toBe(1)
    expect(output).toContain('arrived')
    expect(output).toContain('Everything is ready')
  })

  async function runWith(config: string, context: TestContext) {
    if (!installed.ok) return context.skip(installed.reason)
    await writeFile(path.join(directory, 'collector.yaml'), config)
    const vitest = path.join(directory, 'node_modules', 'vitest', 'vitest.mjs')
    const setUp = `test: { setupFiles: ['@ticketcap/collector-testing/print-output-on-failure'], testTimeout: 60_000 }`
    await writeFile(path.join(directory, 'vitest.config.js'), `export default { ${setUp} }\n`)
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run'], {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', OTELCOL: collectorBinary(REPOSITORY) },
    })
    return { status, output: stdout + stderr }
  }
})

/** The first block of the README, as it stands there. */
async function testOfReadme(): Promise<string> {
  const readme = await readFile(inRepository('tests/support/package/README.md'), 'utf8')
  const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? []
  if (code === undefined) throw new Error('The README shows no test.')
  return code
}
