import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startCollector } from '../support/collector.ts'
import { freePorts } from '../support/free-ports.ts'
import { inRepository } from '../support/repository.ts'
import { sendTrace } from '../support/send.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { everythingIsDecided, keptBy, request } from './decisions.ts'

/** What an operator types. */
async function incident(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [inRepository('cli/src/main.ts'), 'incident', '--json', ...args], {
    env: { ...process.env, ...env },
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { exitCode, stderr, state: stdout ? JSON.parse(stdout) : undefined }
}

test.concurrent('keeps everything while an incident lasts, without a restart, and goes back by itself', async () => {
  await using sink = await startSink()
  const [admin, metrics] = await freePorts(2)
  const ports = { SIDECAR_ADMIN_PORT: String(admin), SIDECAR_METRICS_PORT: String(metrics) }
  await using collector = await startCollector({
    traces: sink,
    env: { ...ports, SAMPLING_BASELINE_PERCENTAGE: '0.000001' },
  })
  const both = { collector, sink }
  const env = { ...ports, SIDECAR_TOKEN: collector.token }
  const left = async () => {
    const page = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
    return Number(/^otelcol_incident_left\S* (\S+)$/m.exec(page)?.[1])
  }

  const before = await sendTrace(collector, request())
  await everythingIsDecided(both)
  expect(sink.trace(before)).toEqual([])
  expect((await incident(env)).state).toMatchObject({ keep_all: false })
  expect(await left()).toBe(0)

  expect(await incident(env, '--keep-all=20s')).toMatchObject({ exitCode: 0, state: { keep_all: true } })
  expect(await left()).toBeGreaterThan(0)
  const during = await sendTrace(collector, request())
  expect(await keptBy(both, during)).toBe('keep-all-in-an-incident')

  await waitFor(async () => (await left()) === 0, { deadline: 30_000 })
  const after = await sendTrace(collector, request())
  await everythingIsDecided(both)
  expect(sink.trace(after)).toEqual([])
}, 90_000)

test.concurrent('ends at once when asked, and hears nobody without the token', async () => {
  await using sink = await startSink()
  const [admin] = await freePorts(1)
  const ports = { SIDECAR_ADMIN_PORT: String(admin) }
  await using collector = await startCollector({ traces: sink, env: ports })
  const env = { ...ports, SIDECAR_TOKEN: collector.token }
  const wrong = await incident({ ...ports, SIDECAR_TOKEN: 'x'.repeat(32) }, '--keep-all=10m')
  expect(wrong).toMatchObject({ exitCode: 2, state: undefined })
  expect(wrong.stderr).toContain('another token')
  expect((await incident(env)).state).toMatchObject({ keep_all: false })
  await incident(env, '--keep-all=10m')
  expect((await incident(env, '--stop')).state).toMatchObject({ keep_all: false })
  const tooLong = await incident(env, '--keep-all=3h')
  expect(tooLong.stderr).toContain('up to 2h0m0s')
  expect(tooLong.exitCode).toBe(2)
}, 60_000)
