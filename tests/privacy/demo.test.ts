import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Plant } from '../../demo/buyers/plants.ts'
import { runBuyers } from '../support/buyers.ts'
import { startCollector } from '../support/collector.ts'
import { startDemo } from '../support/demo.ts'
import { freePort } from '../support/free-ports.ts'
import { waitFor } from '../support/wait-for.ts'
import { Capture } from './capture.ts'
import { readFolder } from './read-folder.ts'

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
    const raw = Buffer.concat(out).toString('utf8')
    const text = `${raw}\n${percentDecoded(raw)}`.toLowerCase()
    expect(text, 'the pages that throw are in what came out').toContain('/throws')
    const leaked = leaks(text, plants)
    expect(leaked).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 240_000)

test('a part of a planted value is seen', () => {
  const plant: Plant = { kind: 'email', place: 'body', value: 'dana.levi@example.com' }
  expect(leaks('guest dana.levi@exam…', [plant])).toEqual([{ ...plant, part: 'dana.levi@' }])
  expect(leaks('guest [email]', [plant])).toEqual([])
})

async function buy(url: string, plantFile: string): Promise<Plant[]> {
  await runBuyers(url, ['--seed', '11', '--rate', '25', '--duration', '15s', '--plant-file', plantFile])
  const lines = (await readFile(plantFile, 'utf8')).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Plant)
}

/** The planted values of which a part stands in `text`, each with that part. One pass over the text. */
function leaks(text: string, plants: readonly Plant[]): (Plant & { part: string })[] {
  const parts = new Map<string, Plant>()
  for (const plant of plants) for (const part of partsOf(plant.value.toLowerCase())) parts.set(part, plant)
  const found = new Map<Plant, string>()
  for (let at = 0; at + PART <= text.length; at++) {
    const part = text.slice(at, at + PART)
    const plant = parts.get(part)
    if (plant && !found.has(plant)) found.set(plant, part)
  }
  for (const [part, plant] of parts) if (part.length < PART && text.includes(part)) found.set(plant, part)
  return [...found].map(([plant, part]) => ({ ...plant, part }))
}

function partsOf(value: string): string[] {
  if (value.length <= PART) return [value]
  const starts = Array.from({ length: value.length - PART + 1 }, (_, start) =>
    value.slice(start, start + PART),
  )
  return starts.filter((part) => new Set(part).size > 2)
}

/** Encodings beyond this one are the corpus's business. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}
