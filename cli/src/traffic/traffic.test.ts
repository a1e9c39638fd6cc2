import { appendFile, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readTraffic, summarise } from './read-traffic.ts'
import { openTrafficWriter } from './write-traffic.ts'

async function newFile(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'traffic-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return path.join(directory, 'a.traffic')
}

async function record(file: string, ...bodies: string[]): Promise<void> {
  const writer = await openTrafficWriter(file)
  for (const [index, body] of bodies.entries())
    await writer.add({ at: 1_790_000_000_000 + index * 1000, spans: 2, body: Buffer.from(body) })
  await writer.close()
}

async function bodies(file: string): Promise<string[]> {
  const found: string[] = []
  for await (const { body } of readTraffic(file)) found.push(Buffer.from(body).toString())
  return found
}

test('gives back what was recorded, in order, with its totals', async () => {
  const file = await newFile()
  await record(file, 'one', 'two', 'three')
  expect(await bodies(file)).toEqual(['one', 'two', 'three'])
  expect(await summarise(file)).toEqual({ requests: 3, spans: 6, bytes: 11, durationMs: 2000 })
})

test('goes on where an earlier run ended', async () => {
  const file = await newFile()
  await record(file, 'one')
  await record(file, 'two')
  expect(await bodies(file)).toEqual(['one', 'two'])
})

test('loses only the segment that a kill tore, and goes on behind the last whole one', async () => {
  const file = await newFile()
  await record(file, 'one')
  await record(file, 'torn')
  await truncate(file, (await stat(file)).size - 3)
  expect(await bodies(file)).toEqual(['one'])
  await record(file, 'two')
  expect(await bodies(file)).toEqual(['one', 'two'])
})

test('is smaller than what it holds', async () => {
  const file = await newFile()
  await record(file, ...Array.from({ length: 500 }, () => 'GET /api/events '.repeat(400)))
  expect((await stat(file)).size).toBeLessThan(500 * 16 * 400 * 0.1)
  expect((await summarise(file)).requests).toBe(500)
})

test.each([
  ['is not there', undefined, 'cannot be read (ENOENT)'],
  ['is something else', '{"resourceSpans":[]}', 'is no recording of traffic'],
  ['is empty', '', 'is no recording of traffic'],
])('a file that %s is refused with a remedy', async (_, content, reason) => {
  const file = await newFile()
  if (content !== undefined) await writeFile(file, content)
  await expect(bodies(file)).rejects.toThrow(reason)
  await expect(bodies(file)).rejects.toThrow('sidecar record')
})

test('a recording without a span is refused', async () => {
  const file = await newFile()
  await record(file)
  await appendFile(file, '')
  await expect(summarise(file)).rejects.toThrow('holds no spans')
})
