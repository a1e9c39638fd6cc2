import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConnection } from './hostile/connections.ts'
import { type Scene, startScene } from './hostile/scene.ts'
import { type Answer, call, empties, field, post, spanRequest } from './support/otlp-wire.ts'
import { inRepository } from './support/repository.ts'
import { envelopeBytes, errorEvent, postEnvelope } from './support/sentry-envelope.ts'

/** Found in an answer or in the log it would be the secret of somebody. */
const MARK = ['se', 'cr', 'et', '-of-a-stranger'].join('')

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

/** What comes instead of `Bearer <token>`. */
const WRONG: [what: string, authorization: (token: string) => string][] = [
  ['another token', () => `Bearer ${MARK}`],
  ['nothing', () => ''],
  ['the scheme alone', () => 'Bearer '],
  ['the token without a scheme', (token) => token],
  ['another scheme', (token) => `Basic ${token}`],
  ['the scheme in small letters', (token) => `bearer ${token}`],
  ['the token twice', (token) => `Bearer ${token}${token}`],
  ['the token and another', (token) => `Bearer ${token}, Bearer ${MARK}`],
  ['one character less', (token) => `Bearer ${token.slice(0, -1)}`],
  ['one character more', (token) => `Bearer ${token}a`],
  ['one character changed', (token) => `Bearer ${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`],
  ['the token in capitals', (token) => `Bearer ${token.toUpperCase()}x`],
  ['10 kB', () => `Bearer ${MARK.repeat(500)}`],
]

test.each(WRONG)('%s: 401 from every receiver', async (_, authorization) => {
  const headers = { authorization: authorization(scene.collector.token) }
  const envelope = envelopeBytes([['event', errorEvent()]])
  const sentry = await postEnvelope(scene.collector, envelope, { headers })
  const answers: Answer[] = [
    await post(scene.collector, spanRequest(), headers),
    await post(scene.collector, spanRequest(), headers, '/v1/metrics'),
    await call(scene.collector, spanRequest(), headers),
  ]
  expect([...answers.map(({ status }) => status), sentry.status]).toEqual([401, 401, 'UNAUTHENTICATED', 401])
  expect(JSON.stringify([answers, sentry.body])).not.toContain(MARK)
})

test('a token in the address, a 500 kB one, and two headers of which the first is wrong: 401', async () => {
  const { token, httpUrl } = scene.collector
  const none = { authorization: '' }
  expect(await post(scene.collector, spanRequest(), none, `/v1/traces?token=${token}`)).toMatchObject({
    status: 401,
  })
  const huge = { authorization: `Bearer ${'a'.repeat(500_000)}` }
  expect(await post(scene.collector, spanRequest(), huge)).toMatchObject({ status: 401 })
  const socket = await openConnection(new URL(httpUrl).host)
  const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
  socket.write(
    `POST /v1/traces HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${MARK}\r\nauthorization: Bearer ${token}\r\n` +
      'content-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n',
  )
  expect(await answer).toMatch(/^HTTP\/1.1 401 /)
  socket.destroy()
})

test('over gRPC a stranger is refused before his body is unpacked', async () => {
  const bomb = field(1, field(2, empties(2, 1_500_000)))
  const answer = await call(scene.collector, bomb, { authorization: `Bearer ${MARK}` }, { gzip: true })
  // With the token the same is RESOURCE_EXHAUSTED: somebody has looked into it.
  expect(answer).toMatchObject({ status: 'UNAUTHENTICATED' })
})

test('nothing of a stranger was counted as accepted, queued or sent, and no log quotes a token', async () => {
  await scene.expectUnharmed()
  expect(scene.sink.spans.filter(({ name }) => name === 'hostile')).toEqual([])
  const own = await scene.counters()
  expect(own.sum('otelcol_receiver_accepted_metric_points_total')).toBe(0)
  expect(own.sum('otelcol_receiver_accepted_log_records_total')).toBe(0)
  expect(own.sum('otelcol_receiver_bounds_refused_requests_total', { reason: 'token' })).toBeGreaterThan(
    WRONG.length,
  )
  expect(scene.collector.output).not.toContain(MARK)
  expect(scene.collector.output).not.toContain(scene.collector.token)
})

test('the comparison takes as long for a token that is nearly right', () => {
  // Time cannot be measured over a network; this is the version that is compiled in, and its source.
  const folder = execFileSync(
    'go',
    [
      'list',
      '-m',
      '-f',
      '{{.Dir}}',
      'github.com/open-telemetry/opentelemetry-collector-contrib/extension/bearertokenauthextension',
    ],
    { cwd: inRepository('collector/distribution'), encoding: 'utf8' },
  ).trim()
  const source = readFileSync(path.join(folder, 'bearertokenauth.go'), 'utf8')
  const authenticate = source.split('Authenticate(ctx context.Context')[1]?.split('\n}\n')[0]
  expect(authenticate).toContain('subtle.ConstantTimeCompare([]byte(expectedToken), []byte(token)) == 1')
  expect(authenticate).not.toMatch(/[!=]= ?token|token ?[!=]= |strings\.(HasPrefix|EqualFold)/)
})
