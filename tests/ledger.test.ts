import { expect, test } from 'vitest'
import { startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { accountAt, counted, sidecarLedger } from './support/ledger.ts'
import { RefusedError, sendTrace } from './support/send.ts'
import { startSink } from './support/sink.ts'
import { newTraceId, type SpanLiteral } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

/** A request with a child, as an app reports it: two spans. */
function request(over: Partial<SpanLiteral> = {}): SpanLiteral {
  const attributes = {
    'http.request.method': 'GET',
    'http.route': '/api/events',
    'http.response.status_code': 200,
  }
  return { name: 'GET /api/events', kind: 'SERVER', attributes, children: [{ name: 'render' }], ...over }
}

test('closes over what is kept, sampled out, late and refused, and its sums equal what was sent', async () => {
  await using sink = await startSink()
  const metrics = await freePort()
  const env = { SIDECAR_METRICS_PORT: String(metrics), SAMPLING_BASELINE_PERCENTAGE: '0.000001' }
  await using collector = await startCollector({ traces: sink, env })
  const failed = newTraceId()
  await sendTrace(collector, request({ status: 'ERROR' }), { traceId: failed, protocol: 'grpc' })
  const dull: string[] = []
  for (let sent = 0; sent < 20; sent++) dull.push(await sendTrace(collector, request()))
  await waitFor(() => sink.trace(failed).length === 2)
  await sendTrace(collector, request(), { traceId: failed })
  await sendTrace(collector, request(), { traceId: dull[0] })
  await waitFor(() => sink.trace(failed).length === 4)
  await expect(sendTrace(collector, request(), { token: 'wrong' })).rejects.toThrow(RefusedError)

  const ledger = await sidecarLedger(metrics, '--wait=20')
  expect(ledger.accounts.filter(({ verdict }) => !['closed', 'off'].includes(verdict))).toEqual([])
  expect(ledger).toMatchObject({ closes: true, exitCode: 0 })
  expect(accountAt(ledger, 'traces', 'memory_limiter').entered).toBe(46)
  const sampler = accountAt(ledger, 'traces', 'tail_sampling')
  expect([counted(sampler, 'onward'), counted(sampler, 'left out')]).toEqual([4, 42])
  expect(counted(accountAt(ledger, 'traces', 'otlp_http/tempo'), 'delivered')).toBe(4)
  expect(accountAt(ledger, 'traces', 'sentry_envelope').verdict).toBe('off')
})

test('counts what a dead backend leaves in the queue, and what a backend refuses for good as lost', async () => {
  await using sink = await startSink({ answer: 503 })
  const metrics = await freePort()
  const env = { SIDECAR_METRICS_PORT: String(metrics), SAMPLING_BASELINE_PERCENTAGE: '100' }
  await using collector = await startCollector({ traces: sink, env })
  for (let sent = 0; sent < 10; sent++) await sendTrace(collector, request())
  await waitFor(() => sink.requests.some(({ path }) => path.endsWith('traces')))

  const waiting = await sidecarLedger(metrics, '--wait=5')
  expect(waiting.exitCode).toBe(0)
  const queue = accountAt(waiting, 'traces', 'otlp_http/tempo')
  expect([queue.entered, counted(queue, 'waiting'), queue.difference]).toEqual([20, 20, 0])

  sink.answer = 400
  const refused = await waitFor(
    async () => {
      const ledger = await sidecarLedger(metrics, '--wait=1')
      return counted(accountAt(ledger, 'traces', 'otlp_http/tempo'), 'lost') === 20 && ledger
    },
    { deadline: 60_000 },
  )
  expect(refused).toMatchObject({ closes: true, exitCode: 0 })
}, 90_000)
