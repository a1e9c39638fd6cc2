import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dripUntilClosed, frameFlood, idleConnections, rapidReset } from './hostile/connections.ts'
import { type Scene, startScene } from './hostile/scene.ts'
import { call, post, spanRequest, textValue } from './support/otlp-wire.ts'
import { waitFor } from './support/wait-for.ts'

const IDLE = 300
const FRAMES = 20_000
const EXPORT_PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const httpAddress = ({ collector }: Scene) => new URL(collector.httpUrl).host

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

describe('slow senders are cut off', () => {
  const post = 'POST /v1/traces HTTP/1.1\r\nhost: a\r\n'
  const token = () => `authorization: Bearer ${scene.collector.token}\r\n`
  const body = 'content-type: application/x-protobuf\r\ncontent-length: 1000\r\n\r\n'

  // At once, because each waits for its time-out: 10 s for headers, 20 s for bodies.
  test('headers byte by byte, a body byte by byte, a body that never comes', async () => {
    const answers = await Promise.all([
      dripUntilClosed(httpAddress(scene), `${post}x-a: `, 'a'),
      dripUntilClosed(httpAddress(scene), `${post}${token()}${body}`, 'a'),
      dripUntilClosed(httpAddress(scene), `${post}${token()}${body}`, ''),
    ])
    for (const answer of answers) expect(answer).not.toMatch(/^HTTP\/1.1 2/)
  })

  test('a stranger who takes his time is told that he is one when it is over', async () => {
    const answer = await dripUntilClosed(httpAddress(scene), `${post}${body}`, 'a')
    expect(answer).toMatch(/^HTTP\/1.1 401 /)
  })
})

describe('connections', () => {
  test(`${IDLE} that say nothing, by either protocol, keep nobody out and are closed`, async () => {
    using http = await idleConnections(httpAddress(scene), IDLE)
    using grpc = await idleConnections(scene.collector.grpcAddress, IDLE)
    expect(http.open() + grpc.open()).toBeGreaterThan(0)
    expect(await post(scene.collector, spanRequest())).toMatchObject({ status: 200 })
    expect(await call(scene.collector, spanRequest())).toMatchObject({ status: 'OK' })
    await waitFor(() => http.open() + grpc.open() === 0, {
      deadline: 60_000,
      describe: () => `${http.open()} by HTTP and ${grpc.open()} by gRPC are still open`,
    })
  })

  test('calls that are taken back at once, with the token and without', async () => {
    for (const authorization of [`Bearer ${scene.collector.token}`, 'Bearer no'])
      await rapidReset(
        scene.collector.grpcAddress,
        EXPORT_PATH,
        { 'content-type': 'application/grpc', te: 'trailers', authorization },
        5000,
      )
    expect(await call(scene.collector, spanRequest())).toMatchObject({ status: 'OK' })
  })

  test.each(['continuation', 'settings', 'ping'] as const)(
    'frames of one kind without end: %s',
    async (kind) => {
      await frameFlood(scene.collector.grpcAddress, kind, FRAMES)
      expect(await call(scene.collector, spanRequest())).toMatchObject({ status: 'OK' })
    },
  )
})

describe('headers', () => {
  test.each([
    [60_000, 'OK'],
    [70_000, 'refused'],
    [5_000_000, 'refused'],
  ] as const)('%i bytes of metadata over gRPC: %s', async (bytes, expected) => {
    const { status } = await call(scene.collector, spanRequest(), { x: 'a'.repeat(bytes) })
    expect(status === 'OK' ? 'OK' : 'refused').toBe(expected)
  })

  test('2 MB of headers over HTTP: 431', async () => {
    const head = `POST /v1/traces HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(2_000_000)}\r\n\r\n`
    expect(await dripUntilClosed(httpAddress(scene), head, '')).toMatch(/^HTTP\/1.1 431 /)
  })
})

test('large bodies of sixteen senders at once are taken, or refused when they are there', async () => {
  const body = spanRequest({ value: textValue('a'.repeat(3_900_000)) })
  const answers = await Promise.all(Array.from({ length: 16 }, () => post(scene.collector, body)))
  for (const { status, retryAfter } of answers) {
    expect([200, 503]).toContain(status)
    if (status !== 200) expect(Number(retryAfter)).toBeGreaterThan(0)
  }
  expect(answers.some(({ status }) => status === 200)).toBe(true)
})

test('after all that the app beside it lost nothing, memory is bounded and the ledger closes', async () => {
  await scene.expectUnharmed()
})
