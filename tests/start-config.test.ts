import { spawnSync } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { collectorBinary } from '../collector/launch.ts'
import { engineAvailability } from './support/docker/engine.ts'
import { REPOSITORY } from './support/repository.ts'
import { expectNoTrace, policiesOf } from './support/sampled.ts'
import { RefusedError, sendTrace } from './support/send.ts'
import { startSink } from './support/sink.ts'
import { newTraceId } from './support/spans.ts'
import { type ConfigOptions, startConfig } from './support/start-config.ts'
import { waitFor } from './support/wait-for.ts'

const IMAGE = 'any-collector:test'
/** Nobody's configuration in particular, with an address and a token that a test replaces or gives. */
const CONFIG = `
receivers:
  otlp/in:
    protocols:
      grpc: {auth: {authenticator: bearertokenauth}}
      http: {auth: {authenticator: bearertokenauth}}
processors:
  tail_sampling:
    decision_wait: 1s
    policies:
      - {name: keep-errors, type: status_code, status_code: {status_codes: [ERROR]}}
exporters:
  otlp_http/far:
    traces_endpoint: https://traces.example.com/v1/traces
extensions:
  bearertokenauth: {scheme: Bearer, token: '\${env:TOKEN}'}
service:
  extensions: [bearertokenauth]
  pipelines:
    traces: {receivers: [otlp/in], processors: [tail_sampling], exporters: [otlp_http/far]}
`

describe('startConfig', () => {
  let directory: string
  let config: string
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'any-config-'))
    config = path.join(directory, 'any.yaml')
    await writeFile(config, CONFIG, { mode: 0o644 })
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  const options = (more: ConfigOptions): ConfigOptions => ({
    receiver: 'otlp/in',
    token: 'a-token-for-tests',
    env: { TOKEN: 'a-token-for-tests' },
    args: ['--feature-gates=processor.tailsamplingprocessor.recordpolicy'],
    ...more,
  })

  test.for(['process', 'container'] as const)(
    'runs any file as a %s: decides, asks for the token, comes back after a kill',
    async (kind, context) => {
      await using sink = await startSink({ host: kind === 'container' ? '0.0.0.0' : '127.0.0.1' })
      const where = kind === 'container' ? await image(context) : { program: collectorBinary(REPOSITORY) }
      await using collector = await startConfig(
        config,
        options({ ...where, exporters: { 'otlp_http/far': sink } }),
      )

      const dull = await sendTrace(collector, { name: 'GET /' }, { protocol: 'grpc' })
      const failed = await sendTrace(collector, { name: 'GET /', status: 'ERROR' })
      await expectNoTrace(sink, dull, { after: failed })
      expect(policiesOf(sink.trace(failed))).toEqual(['keep-errors'])
      await expect(expectNoTrace(sink, failed, { after: failed })).rejects.toThrow(
        'should have been left out',
      )
      await expect(sendTrace(collector, { name: 'GET /' }, { token: 'wrong' })).rejects.toThrow(RefusedError)

      await collector.kill()
      await expect(sendTrace(collector, { name: 'GET /' })).rejects.toThrow()
      await collector.restart()
      const again = newTraceId()
      await waitFor(async () => sendTrace(collector, { name: 'GET /', status: 'ERROR' }, { traceId: again }))
      await waitFor(() => sink.trace(again).length > 0)
    },
  )

  test('says what the collector said when it does not start', async () => {
    const overlay = { processors: { tail_sampling: { decision_weight: '1s' } } }
    const started = startConfig(config, options({ program: collectorBinary(REPOSITORY), overlay }))
    await expect(started).rejects.toThrow('decision_weight')
  })

  const docker = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8' })

  /** An image with nothing but the collector of this repository in it. */
  async function image(context: TestContext): Promise<ConfigOptions> {
    const engine = engineAvailability()
    if (!engine.ok) return context.skip(engine.reason)
    if (process.platform !== 'linux') return context.skip('the collector built here is not for Linux')
    await copyFile(collectorBinary(REPOSITORY), path.join(directory, 'otelcol'))
    const recipe = 'FROM scratch\nCOPY otelcol /otelcol\nUSER 10001\nENTRYPOINT ["/otelcol"]\n'
    await writeFile(path.join(directory, 'Dockerfile'), recipe)
    expect(docker('build', '--tag', IMAGE, directory).status).toBe(0)
    context.onTestFinished(() => {
      // Also what was killed and started again is gone.
      expect(docker('ps', '--all', '--quiet', '--filter', `ancestor=${IMAGE}`).stdout).toBe('')
      docker('rmi', IMAGE)
    })
    return { image: IMAGE }
  }
})
