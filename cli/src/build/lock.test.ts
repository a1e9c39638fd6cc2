import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withLock } from './lock.ts'

const newLock = () => join(mkdtempSync(join(tmpdir(), 'lock-')), 'cache', 'build.lock')
const nobody = (pid: number) => {
  throw new Error(`waits for ${pid}`)
}

it('lets a second build wait until the first is done', async () => {
  const file = newLock()
  const order: string[] = []
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const first = withLock(file, nobody, () => {
    started.resolve()
    return finish.promise
  })
  await started.promise
  const onWait = (pid: number) => {
    order.push(`waits for ${pid === process.pid ? 'the first' : pid}`)
    finish.resolve()
  }
  await withLock(file, onWait, async () => void order.push('builds'))
  await first
  expect(order).toEqual(['waits for the first', 'builds'])
  expect(existsSync(file)).toBe(false)
})

it('takes over from a process that is gone', async () => {
  const file = newLock()
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await withLock(file, nobody, async () => writeFileSync(file, String(pid)))
  writeFileSync(file, String(pid))
  expect(await withLock(file, nobody, async () => 'built')).toBe('built')
})

it('gives the lock back when the build fails', async () => {
  const file = newLock()
  await expect(withLock(file, nobody, () => Promise.reject(new Error('no space')))).rejects.toThrow(
    'no space',
  )
  expect(await withLock(file, nobody, async () => 'built')).toBe('built')
})

it('gives up after the deadline and says what to do', async () => {
  const file = newLock()
  await withLock(file, nobody, async () => {
    const second = withLock(
      file,
      () => {},
      async () => 'built',
      60,
    )
    await expect(second).rejects.toThrow(/End it, or delete the file/)
  })
})
