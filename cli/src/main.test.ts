import { spawnSync } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

function sidecar(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('prints help on stdout, without colours when it is not a terminal', () => {
  const { status, stdout } = sidecar('--help')
  expect(status).toBe(0)
  expect(stdout).toMatch(/up\s+Build what is missing/)
  expect(stdout).not.toContain('\x1b')
  expect(sidecar('up', '--help').stdout).toMatch(
    /--console-port=<port>\s+Port of the console \(SIDECAR_CONSOLE_PORT; default 4328\)/,
  )
})

test.each(['up', 'build', 'doctor', 'ledger', 'record', 'simulate', 'incident', 'alerts', 'sentry', 'test'])(
  'tells how %s is used, and does nothing',
  (command) => {
    const { status, stdout, stderr } = sidecar(command, '-h')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain(`USAGE sidecar ${command}`)
    // What the command line says after "Default:" need not stand in the description too.
    expect(stdout).not.toMatch(/default [^)]*\) \(Default/)
  },
)

test('record says who has its port, and what to do', async () => {
  await using server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = String((server.address() as AddressInfo).port)
  const { status, stderr } = sidecar(
    'record',
    '--port',
    port,
    '--out',
    path.join(tmpdir(), `${port}.recording`),
  )
  expect(status).toBe(1)
  expect(stderr).toContain(`E_PORT_TAKEN Port ${port} (the recorder of traffic) is taken`)
  expect(stderr).toContain('choose another port with --port or SIDECAR_RECORD_PORT')
})

test('prints its version', () => {
  expect(sidecar('--version')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

test.each([
  [['upp'], 'E_USAGE sidecar: unknown command "upp". Did you mean "up"?'],
  [['deploy'], 'E_USAGE sidecar: unknown command "deploy". Commands: up, build, '],
  [['up', '--jsno'], 'E_USAGE sidecar up: unknown flag --jsno. Did you mean --json?'],
  [['up', '--app-port', 'http'], 'E_USAGE --app-port: "http" is not a port.'],
  [['build', 'collecter'], 'E_USAGE sidecar build: unknown target "collecter". Did you mean "collector"?'],
  [['alerts'], 'E_USAGE sidecar alerts: action is missing: push. See: npm run sidecar -- alerts --help'],
  [['sentry', '--json'], 'E_USAGE sidecar sentry: action is missing: apply.'],
])('ends with 2 and a hint for %j', (args, message) => {
  const { status, stdout, stderr } = sidecar(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe('')
  expect(status).toBe(2)
})
