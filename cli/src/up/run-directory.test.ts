import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prepareRunDirectory, recordRun } from './run-directory.ts'

let directory: string
const started: ChildProcess[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'run-'))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

async function sleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  started.push(child)
  await once(child, 'spawn')
  return child.pid as number
}

function record(change: (record: { owner: object; children: object[] }) => void): void {
  const path = join(directory, 'processes.json')
  const content = JSON.parse(readFileSync(path, 'utf8'))
  change(content)
  writeFileSync(path, JSON.stringify(content))
}

test('empties what an earlier run left and makes the log folder', () => {
  writeFileSync(join(directory, 'processes.json'), '{"owner":{"pid":0,"started":""},"children":[]}')
  writeFileSync(join(directory, 'old'), '')
  expect(prepareRunDirectory(directory)).toEqual([])
  expect(existsSync(join(directory, 'old'))).toBe(false)
  expect(existsSync(join(directory, 'logs'))).toBe(true)
})

test('takes an empty directory and one that does not exist', () => {
  expect(prepareRunDirectory(directory)).toEqual([])
  expect(prepareRunDirectory(join(directory, 'new'))).toEqual([])
})

test('never empties a directory that no run has made', () => {
  writeFileSync(join(directory, 'thesis.txt'), '')
  expect(() => prepareRunDirectory(directory)).toThrow(
    expect.objectContaining({
      code: 'E_USAGE',
      message: expect.stringContaining('holds files that are not from a run'),
    }),
  )
  expect(existsSync(join(directory, 'thesis.txt'))).toBe(true)
})

describe.skipIf(process.platform === 'win32')('with what an earlier run wrote down', () => {
  test('refuses while that run lives, and leaves its files alone', () => {
    recordRun(directory, [])
    expect(() => prepareRunDirectory(directory)).toThrow(
      expect.objectContaining({
        code: 'E_ALREADY_RUNNING',
        message: expect.stringContaining(`process ${process.pid}`),
      }),
    )
    expect(existsSync(join(directory, 'processes.json'))).toBe(true)
  })

  test('stops what a dead run left running', async () => {
    const pid = await sleeper()
    recordRun(directory, [{ name: 'collector', pid }])
    record((content) => {
      content.owner = { pid: process.pid, started: 'another time' }
    })
    const exited = once(started[0] as ChildProcess, 'exit')
    expect(prepareRunDirectory(directory)).toEqual(['collector'])
    expect(await exited).toEqual([null, 'SIGKILL'])
  })

  test('does not touch a process that only has the same number', async () => {
    const pid = await sleeper()
    recordRun(directory, [{ name: 'collector', pid }])
    record((content) => {
      content.owner = { pid: process.pid, started: 'another time' }
      content.children = [{ name: 'collector', pid, started: 'another time' }]
    })
    expect(prepareRunDirectory(directory)).toEqual([])
    expect(started[0]?.exitCode).toBeNull()
    expect(started[0]?.signalCode).toBeNull()
  })

  test('begins anew when the record was cut off', () => {
    writeFileSync(join(directory, 'processes.json'), '{"owner":')
    expect(prepareRunDirectory(directory)).toEqual([])
  })
})
