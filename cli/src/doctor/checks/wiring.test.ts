import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../../root.ts'
import type { Surroundings } from '../check.ts'
import { wiring } from './wiring.ts'

const WIRED = {
  'package.json': '{"dependencies":{"next":"16.4.6"}}',
  'app/layout.tsx': '',
  'instrumentation.ts': "export { onRequestError, register } from '@ticketcap/telemetry'",
  'instrumentation-client.ts': "export { onRouterTransitionStart } from '@ticketcap/telemetry/client'",
  'next.config.ts': "import { withTelemetry } from '@ticketcap/telemetry/next-config'",
  'app/api/telemetry/route.ts': "export { POST } from '@ticketcap/telemetry/tunnel'",
}

async function findings(files: Record<string, string | undefined>): Promise<string> {
  const app = await mkdtemp(path.join(tmpdir(), 'wiring-'))
  onTestFinished(() => rm(app, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue
    await mkdir(path.dirname(path.join(app, name)), { recursive: true })
    await writeFile(path.join(app, name), text)
  }
  return seen(app)
}

async function seen(appDirectory: string): Promise<string> {
  const found = await wiring({ appDirectory } as Surroundings)
  for (const { status, hint } of found) if (status !== 'ok') expect(hint).toBeDefined()
  return found.map(({ status, message }) => `${status}: ${message}`).join('\n')
}

const inSrc = (files: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [/^(app|instr)/.test(name) ? `src/${name}` : name, text]),
  )

test('is content with the four files, beside app/ or in src/', async () => {
  const content = 'ok: @ticketcap/telemetry is wired into the Next.js app'
  expect(await findings(WIRED)).toBe(content)
  expect(await findings(inSrc(WIRED))).toBe(content)
  expect(await seen(path.join(ROOT, 'demo'))).toBe(content)
})

test('has nothing to say where there is no Next.js app', async () => {
  expect(await findings({})).toBe('')
  expect(await findings({ 'package.json': '{"dependencies":{"express":"5.0.0"}}' })).toBe('')
})

test.each([
  [{ 'instrumentation.ts': undefined }, 'fail: instrumentation.ts is not there: nothing is traced'],
  [
    { 'instrumentation.ts': 'export const a = 1' },
    'warn: instrumentation.ts names nothing of @ticketcap/telemetry',
  ],
  [{ 'instrumentation-client.ts': undefined }, 'warn: instrumentation-client.ts is not there'],
  [{ 'app/api/telemetry/route.ts': undefined }, 'warn: app/api/telemetry/route.ts is not there'],
  [{ 'next.config.ts': 'export default {}' }, 'warn: next.config.ts has no withTelemetry'],
  [
    { 'next.config.ts': `${WIRED['next.config.ts']} // experimental: { instrumentationHook: true }` },
    'warn: next.config.ts has instrumentationHook',
  ],
  [{ 'sentry.server.config.js': '' }, 'warn: sentry.server.config.js is left of another set-up'],
])('with %j says one thing: %s', async (change, expected) => {
  const said = await findings({ ...WIRED, ...change })
  expect(said).toContain(expected)
  expect(said.split('\n')).toHaveLength(1)
})

test('finds the file in the other place, and takes a route of another path for what it is', async () => {
  const moved = {
    ...inSrc(WIRED),
    'src/instrumentation.ts': undefined,
    'instrumentation.ts': WIRED['instrumentation.ts'],
  }
  expect(await findings(moved)).toBe('fail: src/instrumentation.ts is not there: nothing is traced')
  const config = `${WIRED['next.config.ts']} // { tunnelPath: '/t' }`
  const elsewhere = { ...WIRED, 'next.config.ts': config, 'app/api/telemetry/route.ts': undefined }
  expect(await findings(elsewhere)).toContain('ok: ')
})
