import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SidecarError } from '../errors.ts'
import type { ChildOptions } from './child.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { waitFor } from './wait-for.ts'

let folder: string
let supervisor: Supervisor

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'))
  supervisor = createSupervisor()
})
afterEach(async () => {
  await supervisor.stop([])
  rmSync(folder, { recursive: true })
})

/** A Node program from its source; it is ready when it has written a file named like it. */
function program(
  name: string,
  source: string,
  graceMs = 5000,
): [ChildOptions, () => Promise<true | undefined>] {
  const mark = join(folder, `${name}.ready`)
  const script = `${source}; require('fs').writeFileSync(${JSON.stringify(mark)}, ''); setInterval(() => {}, 1e6)`
  const log = join(folder, `${name}.log`)
  return [
    { name, command: process.execPath, args: ['-e', script], cwd: folder, env: process.env, log, graceMs },
    async () => existsSync(mark) || undefined,
  ]
}

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const gone = (pid: number) => waitFor(async () => (alive(pid) ? undefined : true), 12_000)

test('starts a program, waits until it is ready and stops it on SIGTERM', async () => {
  const child = await supervisor.start(...program('polite', 'process.on("SIGTERM", () => process.exit(0))'))
  expect(supervisor.running()).toEqual([{ name: 'polite', pid: child.pid }])
  const stopped: unknown[] = []
  await supervisor.stop([], (...how) => stopped.push(how))
  expect(stopped).toEqual([['polite', false]])
  expect(alive(child.pid)).toBe(false)
})

test('kills a program that ignores SIGTERM after its grace period, and says so', async () => {
  const child = await supervisor.start(...program('stubborn', 'process.on("SIGTERM", () => {})', 200))
  const stopped: unknown[] = []
  await supervisor.stop([], (...how) => stopped.push(how))
  expect(stopped).toEqual([['stubborn', true]])
  expect(await gone(child.pid)).toBe(true)
})

test('stops in the order given, the rest afterwards', async () => {
  for (const name of ['postgres', 'collector', 'app']) await supervisor.start(...program(name, ''))
  const stopped: string[] = []
  await supervisor.stop(['app', 'absent', 'collector'], (name) => stopped.push(name))
  expect(stopped).toEqual(['app', 'collector', 'postgres'])
})

test('takes along what a program started itself', async () => {
  const pidFile = join(folder, 'grandchild')
  const source = `
    const { spawn } = require('child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
    require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid))`
  await supervisor.start(...program('parent', source))
  await supervisor.stop([])
  expect(await gone(Number(readFileSync(pidFile, 'utf8')))).toBe(true)
})

test('fails with the end of the log when a ready program dies', async () => {
  const child = await supervisor.start(...program('collector', 'console.error("disk is full")'))
  process.kill(child.pid, 'SIGKILL')
  const failure = await supervisor.failed.catch((error: unknown) => error as SidecarError)
  expect(failure).toMatchObject({ code: 'E_SERVICE_ENDED', exitCode: 1 })
  expect(failure.message).toContain('collector was ended by SIGKILL')
  expect(failure.message).toContain('│ disk is full')
})

test('does not fail when a program ends because it is stopped', async () => {
  await supervisor.start(...program('app', ''))
  let failed = false
  supervisor.failed.catch(() => {
    failed = true
  })
  await supervisor.stop([])
  expect(failed).toBe(false)
})

test('fails at once when a program dies before it is ready', async () => {
  const starting = supervisor.start(...program('app', 'console.log("no database"); process.exit(3)'))
  await expect(starting).rejects.toThrow(/app ended with exit code 3[\s\S]*│ no database/)
  await expect(starting).rejects.toBeInstanceOf(SidecarError)
})

test('says which program cannot be started at all', async () => {
  const [options, ready] = program('prometheus', '')
  const missing = { ...options, command: join(folder, 'no-such-program') }
  await expect(supervisor.start(missing, ready)).rejects.toThrow('prometheus could not start')
})

test('the guard stops everything when the supervisor is killed', async () => {
  const [options] = program('orphan', '')
  const source = `
    import { createSupervisor } from ${JSON.stringify(new URL('supervisor.ts', import.meta.url).href)}
    const child = await createSupervisor().start(${JSON.stringify(options)}, async () => true)
    console.log(child.pid)
    setInterval(() => {}, 1e6)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number(await new Promise<Buffer>((resolve) => owner.stdout.once('data', resolve)))
  expect(alive(pid)).toBe(true)
  owner.kill('SIGKILL')
  expect(await gone(pid)).toBe(true)
})
