import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectorArguments, collectorBinary } from '../collector/launch.ts'
import { listening } from './hostile/listening.ts'
import { freeCollectorPorts, launchCollector } from './support/collector-process.ts'
import { freePort } from './support/free-ports.ts'
import { Program } from './support/program.ts'
import { inRepository, REPOSITORY } from './support/repository.ts'
import { sendTrace } from './support/send.ts'
import { waitFor } from './support/wait-for.ts'

const secret = () => randomBytes(16).toString('hex')
const SECRETS = { token: secret(), dsnKey: secret(), tempo: secret(), prometheus: secret() }

/** The address is that of a backend which is not there, so that what is said about a failure is read, too. */
const withSecrets = (port: number) => ({
  SIDECAR_TOKEN: SECRETS.token,
  SENTRY_DSN: `http://${SECRETS.dsnKey}@127.0.0.1:${port}/1`,
  TEMPO_ENDPOINT: `http://127.0.0.1:${port}`,
  TEMPO_AUTHORIZATION: `Basic ${SECRETS.tempo}`,
  PROMETHEUS_ENDPOINT: `http://127.0.0.1:${port}`,
  PROMETHEUS_AUTHORIZATION: `Basic ${SECRETS.prometheus}`,
})

/** Names of the secrets that stand in a text. */
const shownIn = (text: string) =>
  Object.entries(SECRETS).flatMap(([name, value]) => (text.includes(value) ? name : []))

let ports: Awaited<ReturnType<typeof freeCollectorPorts>>
let storage: string
let program: Program
beforeAll(async () => {
  ports = await freeCollectorPorts()
  storage = await mkdtemp(path.join(tmpdir(), 'hostile-exposure-'))
  program = launchCollector(undefined, {
    ...ports,
    ...withSecrets(await freePort()),
    SIDECAR_HOST: '0.0.0.0',
    SIDECAR_STORAGE_DIR: storage,
    SAMPLING_BASELINE_PERCENTAGE: '100',
    SAMPLING_DECISION_WAIT: '1s',
  })
  await program.ready(`http://127.0.0.1:${ports.SIDECAR_HEALTH_PORT}/`)
})
afterAll(async () => {
  await program?.stop()
  await rm(storage, { recursive: true, force: true })
})

describe.skipIf(process.platform !== 'linux')('listening sockets, from /proc (Linux only)', () => {
  test('with SIDECAR_HOST=0.0.0.0 the receivers are reachable from outside, and nothing else', () => {
    const found = listening(program.pid ?? 0)
    const on = (addresses: string[]) =>
      found.flatMap(({ address, port }) => (addresses.includes(address) ? String(port) : [])).toSorted()
    const { SIDECAR_OTLP_GRPC_PORT, SIDECAR_OTLP_HTTP_PORT, SIDECAR_SENTRY_PORT, ...inside } = ports
    const receivers = [SIDECAR_OTLP_GRPC_PORT, SIDECAR_OTLP_HTTP_PORT, SIDECAR_SENTRY_PORT]
    // Go takes either for every address of both families.
    expect(on(['0.0.0.0', '::'])).toEqual(receivers.toSorted())
    expect(on(['127.0.0.1'])).toEqual(Object.values(inside).toSorted())
    expect(found).toHaveLength(Object.keys(ports).length)
  })

  test.each(['0.0.0.0', '127.0.0.1', '::', '::1'])('a socket on %s is seen', async (address) => {
    const server = createServer().listen(0, address)
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    expect(listening(process.pid)).toContainEqual({ protocol: 'tcp', address, port })
    server.close()
  })
})

describe('secrets', () => {
  /** Runs the program to its end with all secrets set. */
  async function run(
    command: 'print-config' | 'validate',
    { flags = [], env = {} }: { flags?: string[]; env?: Record<string, string> } = {},
  ) {
    await using child = new Program({
      name: `otelcol-sidecar ${command}`,
      command: collectorBinary(REPOSITORY),
      args: [command, ...collectorArguments(inRepository('collector-config.yaml')), ...flags],
      env: { ...withSecrets(1), ...env },
    })
    const { code } = await child.exited
    return { code, output: child.output }
  }

  test('print-config shows none, unless it is asked to', async () => {
    const redacted = await run('print-config')
    expect(redacted).toMatchObject({ code: 0, output: expect.stringContaining('[REDACTED]') })
    expect(shownIn(redacted.output)).toEqual([])
    const unredacted = await run('print-config', { flags: ['--mode=unredacted'] })
    expect(shownIn(unredacted.output)).toEqual(Object.keys(SECRETS))
  })

  test.each([
    ['a good configuration', 0, {}],
    ['another variable that is wrong', 1, { SAMPLING_DECISION_WAIT: '5' }],
    ['a DSN without a project', 1, { SENTRY_DSN: `https://${SECRETS.dsnKey}@sentry.invalid` }],
    ['a DSN that is no address', 1, { SENTRY_DSN: `https://${SECRETS.dsnKey}@bad host/%zz` }],
    ['a key in an address', 1, { TEMPO_ENDPOINT: `http://user:${SECRETS.tempo}@bad host/` }],
  ])('validate shows none: %s', async (_, code, env) => {
    const result = await run('validate', { env: env as Record<string, string> })
    expect(result.code, result.output).toBe(code)
    expect(shownIn(result.output)).toEqual([])
  })

  test('the log shows none, also when no backend answers', async () => {
    const receiver = {
      httpUrl: `http://127.0.0.1:${ports.SIDECAR_OTLP_HTTP_PORT}`,
      grpcAddress: `127.0.0.1:${ports.SIDECAR_OTLP_GRPC_PORT}`,
      token: SECRETS.token,
    }
    await sendTrace(receiver, { name: 'POST /api/orders', kind: 'SERVER', status: 'ERROR' })
    const lines = () => program.output.split('\n').filter((line) => line.includes('connection refused'))
    const failing = ['otlp_http/tempo', 'sentry_envelope']
    await waitFor(() => failing.every((name) => lines().some((line) => line.includes(name))), {
      describe: () => program.output,
    })
    expect(shownIn(program.output)).toEqual([])
  })
})
