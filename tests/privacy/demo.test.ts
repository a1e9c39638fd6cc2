import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Plant } from '../../demo/buyers/plants.ts'
import { startCollector } from '../support/collector.ts'
import { startDemo } from '../support/demo.ts'
import { freePort } from '../support/free-ports.ts'
import { Program } from '../support/program.ts'
import { inRepository } from '../support/repository.ts'
import { waitFor } from '../support/wait-for.ts'
import { Capture } from './capture.ts'
import { readingsOf } from './oracle.ts'

/** Shorter parts of a value occur in random ids by chance. */
const PART = 10

test('nothing that buyers type into the demo reaches the trace store, Prometheus, the queues or the logs', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'privacy-demo-'))
  try {
    await using capture = await new Capture().listen()
    const metricsPort = await freePort()
    const storage = path.join(folder, 'queue')
    await using collector = await startCollector({
      traces: capture,
      env: {
        SAMPLING_BASELINE_PERCENTAGE: '100',
        SIDECAR_STORAGE_DIR: storage,
        SIDECAR_METRICS_PORT: String(metricsPort),
      },
    })
    await using demo = await startDemo({ telemetry: { receiver: collector } })

    const plants = await buy(demo.url, path.join(folder, 'plants'))
    expect(plants.length).toBeGreaterThan(100)
    expect(new Set(plants.map(({ place }) => place))).toEqual(new Set(['body', 'query', 'header', 'path']))

    await demo.stop()
    await waitFor(() => capture.byCase.size > 100, {
      deadline: 30_000,
      describe: () => `${capture.byCase.size} traces arrived.`,
    })
    const own = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    await collector.stop()
    const out = [
      ...[...capture.byCase.values()].flat(),
      ...capture.rest,
      Buffer.from(own),
      Buffer.from(collector.output),
      ...(await readFolder(storage)),
    ]
    const { text } = readingsOf(Buffer.concat(out).toString('utf8'))
    expect(text, 'the pages that throw are in what came out').toContain('/throws')
    const leaked = plants.flatMap((plant) => {
      const part = partIn(text, plant.value)
      return part === undefined ? [] : [{ ...plant, part }]
    })
    expect(leaked).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 240_000)

test('a part of a planted value is seen', () => {
  expect(partIn('guest dana.levi@exam…', 'dana.levi@example.com')).toBe('dana.levi@')
  expect(partIn('guest [email]', 'dana.levi@example.com')).toBeUndefined()
})

async function buy(url: string, plantFile: string): Promise<Plant[]> {
  await using buyers = new Program({
    name: 'buyers',
    command: process.execPath,
    args: [
      inRepository('demo/buyers/main.ts'),
      ...['--url', url, '--seed', '11', '--rate', '25', '--duration', '15s', '--plant-file', plantFile],
    ],
  })
  const { code } = await buyers.exited
  if (code !== 0) throw new Error(`The buyers ended with ${code}. Their output:\n${buyers.output}`)
  const lines = (await readFile(plantFile, 'utf8')).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Plant)
}

/** The first part of `value` that stands in `text`. */
function partIn(text: string, value: string): string | undefined {
  const folded = value.toLowerCase()
  if (folded.length <= PART) return text.includes(folded) ? folded : undefined
  for (let start = 0; start + PART <= folded.length; start++) {
    const part = folded.slice(start, start + PART)
    if (new Set(part).size > 2 && text.includes(part)) return part
  }
  return undefined
}

async function readFolder(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name))))
}
