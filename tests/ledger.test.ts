import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Account } from '../cli/src/ledger/account.ts'
import { startCollector } from './support/collector.ts'
import { freePort } from './support/free-ports.ts'
import { inRepository } from './support/repository.ts'
import { RefusedError, sendTrace } from './support/send.ts'
import { startSink } from './support/sink.ts'
import { newTraceId, type SpanLiteral } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

interface Ledger {
  closes: boolean
  accounts: Account[]
  exitCode: number
}

/** What an operator types, read as JSON. */
async function sidecarLedger(metricsPort: number, ...args: string[]): Promise<Ledger> {
  const command = [inRepository('cli/src/main.ts'), 'ledger', '--json', `--metrics-port=${metricsPort}`]
  const child = spawn(process.execPath, [...command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { ...JSON.parse(output), exitCode }
}

function place({ accounts }: Ledger, signal: Account['signal'], id: string): Account {
  const found = accounts.find((account) => account.signal === signal && account.place === id)
  if (!found) throw new Error(`no ${signal} ${id} in ${JSON.stringify(accounts, undefined, 2)}`)
  return found
}

const counted = (account: Account, fate: string) =>
  account.entries.filter((entry) => entry.fate === fate).reduce((total, { count }) => total + count, 0)

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
  expect(place(ledger, 'traces', 'memory_limiter').entered).toBe(46)
  const sampler = place(ledger, 'traces', 'tail_sampling')
  expect([counted(sampler, 'onward'), counted(sampler, 'left out')]).toEqual([4, 42])
  expect(counted(place(ledger, 'traces', 'otlp_http/tempo'), 'delivered')).toBe(4)
  expect(place(ledger, 'traces', 'sentry_envelope').verdict).toBe('off')
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
  const queue = place(waiting, 'traces', 'otlp_http/tempo')
  expect([queue.entered, counted(queue, 'waiting'), queue.difference]).toEqual([20, 20, 0])

  sink.answer = 400
  const refused = await waitFor(
    async () => {
      const ledger = await sidecarLedger(metrics, '--wait=1')
      return counted(place(ledger, 'traces', 'otlp_http/tempo'), 'lost') === 20 && ledger
    },
    { deadline: 60_000 },
  )
  expect(refused).toMatchObject({ closes: true, exitCode: 0 })
}, 90_000)
