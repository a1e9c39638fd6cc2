import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { expect, it, onTestFinished } from 'vitest'
import { CollectorHealth } from './collector-health.ts'
import { SeveralCollectors } from './several-collectors.ts'

const SUCCESS: ExportResult = { code: ExportResultCode.SUCCESS }
const refused = (code: string | number): ExportResult => ({
  code: ExportResultCode.FAILED,
  error: Object.assign(new Error(`answers ${code}`), { code }),
})

/** Three collectors that take trace ids, and what each took. An answer may be set for each. */
function threeCollectors({ timeoutMillis = 20_000 } = {}) {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const collectors = ['a', 'b', 'c'].map((name) => {
    const taken: string[] = []
    const collector = {
      name,
      taken,
      answer: SUCCESS,
      looks: 0,
      health: new CollectorHealth({ origin: name, out: { warn: say, info: say }, lookMillis: 20 }),
      exporter: {
        export(ids: readonly string[], done: (result: ExportResult) => void) {
          if (ids.length === 0) collector.looks += 1
          if (collector.answer === SUCCESS) taken.push(...ids)
          setImmediate(done, collector.answer)
        },
        shutdown: () => Promise.resolve(),
      },
    }
    return collector
  })
  const several = new SeveralCollectors<readonly string[]>({
    lanes: collectors,
    timeoutMillis,
    empty: [],
    split: (ids, collectorOf) => Map.groupBy(ids, collectorOf),
  })
  onTestFinished(() => several.shutdown())
  const send = async (ids: readonly string[]) => {
    const { code } = await new Promise<ExportResult>((done) => several.export(ids, done))
    return code === ExportResultCode.SUCCESS
  }
  const sampled = () => collectors.map(({ taken }) => [...taken])
  const [a, b, c] = collectors as [(typeof collectors)[0], (typeof collectors)[0], (typeof collectors)[0]]
  return { a, b, c, send, sampled, lines, several }
}

/** A busy machine is slow, not wrong. */
const WAIT = { timeout: 10_000 }

const ids = (from: number, count = 60) => Array.from({ length: count }, (_, index) => `trace-${from + index}`)

it('sends every part of a trace to the same collector, in whatever batch it comes', async () => {
  const { send, sampled } = threeCollectors()
  await send(ids(0))
  const [a = [], b = [], c = []] = sampled()
  expect([a.length, b.length, c.length].every((count) => count > 10)).toBe(true)
  await send(ids(0).toReversed())
  expect(sampled()).toEqual([
    [...a, ...a.toReversed()],
    [...b, ...b.toReversed()],
    [...c, ...c.toReversed()],
  ])
})

it('shares what a collector does not take out among the others, and loses none of it', async () => {
  const { a, b, c, send, sampled } = threeCollectors()
  await send(ids(0))
  const own = [...a.taken]
  a.answer = refused('ECONNREFUSED')
  expect(await send(ids(0))).toBe(true)
  expect(b.taken.filter((id) => own.includes(id)).length).toBeGreaterThan(0)
  expect(c.taken.filter((id) => own.includes(id)).length).toBeGreaterThan(0)
  expect(sampled().flat()).toHaveLength(120)
})

it('leaves a trace that was moved where it is, and gives new ones to the collector that is back', async () => {
  const { a, send } = threeCollectors()
  a.answer = refused(14)
  await send(ids(0))
  a.answer = SUCCESS
  await expect.poll(() => a.health.away, WAIT).toBe(false)
  await send(ids(0))
  expect(a.taken).toEqual([])
  await send(ids(1000))
  expect(a.taken.length).toBeGreaterThan(10)
})

it('says once that a collector is away and once that it is back', async () => {
  const { b, send, lines } = threeCollectors()
  b.answer = refused('ECONNREFUSED')
  await Promise.all([send(ids(0)), send(ids(100)), send(ids(200))])
  await expect.poll(() => b.looks, WAIT).toBeGreaterThan(1)
  b.answer = SUCCESS
  await expect.poll(() => b.health.away, WAIT).toBe(false)
  expect(lines).toEqual([
    expect.stringMatching(/E_EXPORT_UNREACHABLE b .*the other collectors take its share/),
    expect.stringContaining('at b takes data again'),
  ])
})

it.each([400, 3, 8])('does not blame a collector for data that no collector takes: %s', async (code) => {
  const { a, b, c, send, lines } = threeCollectors()
  for (const collector of [a, b, c]) collector.answer = refused(code)
  expect(await send(ids(0))).toBe(false)
  expect([a, b, c].map(({ health }) => health.away)).toEqual([false, false, false])
  expect(lines).toEqual([])
})

it.each([401, 404, 503, 4, 16, 'ECONNRESET'])('blames it for other failures: %s', async (code) => {
  const { a, send } = threeCollectors()
  a.answer = refused(code)
  expect(await send(ids(0))).toBe(true)
  expect(a.health.away).toBe(true)
})

it('repeats while all are away, until one is back', async () => {
  const { a, b, c, send, sampled } = threeCollectors()
  for (const collector of [a, b, c]) collector.answer = refused('ECONNREFUSED')
  const sent = send(ids(0))
  await expect.poll(() => a.health.away && b.health.away && c.health.away, WAIT).toBe(true)
  c.answer = SUCCESS
  expect(await sent).toBe(true)
  expect(sampled().map((taken) => taken.length)).toEqual([0, 0, 60])
})

it('gives up when its time is over', async () => {
  const { a, b, c, send } = threeCollectors({ timeoutMillis: 100 })
  for (const collector of [a, b, c]) collector.answer = refused('ECONNREFUSED')
  expect(await send(ids(0))).toBe(false)
})

it('waits in a flush for what is on the way', async () => {
  const { several, sampled } = threeCollectors()
  several.export(ids(0), () => undefined)
  await several.forceFlush()
  expect(sampled().flat()).toHaveLength(60)
})
