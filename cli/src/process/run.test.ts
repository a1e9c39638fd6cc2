import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { run } from './run.ts'
import { waitFor } from './wait-for.ts'

const node = (source: string, onLine?: (line: string) => void) =>
  run(process.execPath, ['-e', source], { cwd: tmpdir(), onLine })

test('reports whole lines of both streams', async () => {
  const lines: string[] = []
  await node(
    'process.stdout.write("a\\nb"); process.stderr.write("c\\n"); process.stdout.write("b\\n")',
    (line) => lines.push(line),
  )
  expect(lines.sort()).toEqual(['a', 'bb', 'c'])
})

test('fails with the exit code and the last lines', async () => {
  const failing = node('console.log("first"); console.error("the cause"); process.exit(3)')
  await expect(failing).rejects.toMatchObject({ code: 'E_BUILD_FAILED', exitCode: 1 })
  await expect(failing).rejects.toThrow(/ended with exit code 3:[\s\S]*the cause/)
})

test.skipIf(process.platform === 'win32')('takes a build along when the command itself ends', async () => {
  const build = 'console.log(process.pid); setInterval(() => {}, 1e6)'
  const source = `
    import { run } from ${JSON.stringify(new URL('run.ts', import.meta.url).href)}
    run(process.execPath, ['-e', ${JSON.stringify(build)}], { cwd: '.', onLine: (line) => { console.log(line); process.exit() } })`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(owner.stdout, 'data')
  const pid = Number(text)
  expect(pid).toBeGreaterThan(0)
  const gone = await waitFor(async () => {
    try {
      process.kill(pid, 0)
      return undefined
    } catch {
      return true
    }
  }, 10_000)
  expect(gone).toBe(true)
})
