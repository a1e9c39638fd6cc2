import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, startScene } from './hostile/scene.ts'
import { seededRandom } from './privacy/random.ts'
import {
  call,
  empties,
  field,
  jsonRequest,
  nestedValue,
  post,
  spanRequest,
  textValue,
} from './support/otlp-wire.ts'
import { newTraceId } from './support/spans.ts'
import { waitFor } from './support/wait-for.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const GZIP = { 'content-encoding': 'gzip' }
const FUZZ_SEED = 8
const FUZZED = 400
/** Larger than anything a request may hold, smaller than 4 MiB as bytes. */
const MANY = 1_500_000
const healthy = spanRequest({ value: textValue('seat') })

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

describe('malformed', () => {
  test.each([
    ['cut off', healthy.subarray(0, -3)],
    ['no protobuf', Buffer.from('hello world')],
    ['a trace id of 15 bytes', spanRequest({ traceId: Buffer.alloc(15, 1) })],
    ['a trace id of 17 bytes', spanRequest({ traceId: Buffer.alloc(17, 1) })],
    ['a span id of 7 bytes', spanRequest({ spanId: Buffer.alloc(7, 1) })],
    ['a span id of 9 bytes', spanRequest({ spanId: Buffer.alloc(9, 1) })],
    ['a name of another type', spanRequest({ more: Buffer.from([0x28, 1]) })],
    ['a length beyond the end', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x0f, 0])],
  ])('%s: 400 over HTTP, INVALID_ARGUMENT over gRPC', async (_, body) => {
    expect(await post(scene.collector, body)).toMatchObject({ status: 400 })
    expect(await call(scene.collector, body)).toMatchObject({ status: 'INVALID_ARGUMENT' })
  })

  test.each([
    ['cut off', jsonRequest().slice(0, -3)],
    ['a number for a name', jsonRequest(',"name":7')],
    ['an object for a list', jsonRequest(',"attributes":{}')],
    ['an infinite kind', jsonRequest(',"kind":1e999')],
    ['a time before 1970', jsonRequest(',"endTimeUnixNano":"-5"')],
    ['a short trace id', jsonRequest('', newTraceId().slice(4))],
    ['bytes that are no UTF-8', Buffer.from(jsonRequest(',"x":"\xff"'), 'latin1')],
    ['protobuf', healthy],
  ])('JSON with %s: 400', async (_, body) => {
    expect(await post(scene.collector, body, JSON_TYPE)).toMatchObject({ status: 400 })
  })

  test.each([
    ['text/plain', { 'content-type': 'text/plain' }, 415],
    ['no type', { 'content-type': '' }, 415],
    ['gzip that is none', GZIP, 400],
    ['an encoding that is not taken', { 'content-encoding': 'zstd' }, 400],
    ['two encodings', { 'content-encoding': 'gzip, gzip' }, 400],
  ])('%s: refused', async (_, headers, status) => {
    expect(await post(scene.collector, healthy, headers as Record<string, string>)).toMatchObject({ status })
  })

  test('gzip that is cut off: 400', async () => {
    expect(await post(scene.collector, gzipSync(healthy).subarray(0, -12), GZIP)).toMatchObject({
      status: 400,
    })
  })

  test('a key that comes twice: the last one counts, as in every JSON reader', async () => {
    const traceId = newTraceId()
    const body = jsonRequest(',"name":"first","name":"second"', traceId)
    expect(await post(scene.collector, body, JSON_TYPE)).toMatchObject({ status: 200 })
    await waitFor(() => scene.sink.trace(traceId).some(({ name }) => name === 'second'))
  })
})

describe('what a backend could not read does not reach one', () => {
  test.each([
    ['no trace id', { traceId: Buffer.alloc(0) }],
    ['a trace id of zeros', { traceId: Buffer.alloc(16) }],
    ['a span id of zeros', { spanId: Buffer.alloc(8) }],
  ])('a span with %s is accepted, dropped and counted', async (_, parts) => {
    const dropped = async () =>
      (await scene.counters()).sum('otelcol_processor_wellformed_items_dropped_total', { signal: 'traces' })
    const before = await dropped()
    expect(await post(scene.collector, spanRequest(parts))).toMatchObject({ status: 200 })
    expect(await dropped()).toBe(before + 1)
  })

  test.each([
    ['text that is no UTF-8', textValue(Buffer.from([0x61, 0xff, 0xfe])), ['a\ufffd\ufffd', 'a\ufffd']],
    ['90 arrays inside each other', nestedValue(90), undefined],
  ])('%s is mended', async (_, value, texts) => {
    const traceId = newTraceId()
    const body = spanRequest({ traceId: Buffer.from(traceId, 'hex'), value })
    expect(await post(scene.collector, body)).toMatchObject({ status: 200 })
    const [span] = await waitFor(() => scene.sink.trace(traceId).length === 1 && scene.sink.trace(traceId))
    const seen = span?.attributes.k
    if (texts) expect(texts).toContain(seen)
    else expect(JSON.stringify(seen)).toContain('[nested too deep]')
  })
})

describe('too much', () => {
  const bombs: [string, () => Buffer][] = [
    ['an attribute of 10 MB', () => spanRequest({ value: textValue(Buffer.alloc(10_000_000, 97)) })],
    ['50 MB of zeros', () => Buffer.alloc(50_000_000)],
    ['1.5 million empty spans', () => field(1, field(2, empties(2, MANY)))],
    ['1.5 million empty attributes', () => spanRequest({ more: empties(9, MANY) })],
    ['1.5 million empty links', () => spanRequest({ more: empties(13, MANY) })],
    ['200,000 arrays inside each other', () => spanRequest({ value: nestedValue(200_000) })],
  ]
  test.each(bombs)('%s, packed: 413 over HTTP, RESOURCE_EXHAUSTED over gRPC', async (_, make) => {
    const body = make()
    const packed = gzipSync(body, { level: 1 })
    expect(await post(scene.collector, packed, GZIP)).toMatchObject({ status: 413 })
    expect(await call(scene.collector, body, {}, { gzip: true })).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
    })
  })

  test('JSON nested 100,000 deep, and a million empty objects: 413', async () => {
    const deep = jsonRequest(`,"u":${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    const wide = `{"resourceSpans":[${'{},'.repeat(1_000_000)}{}]}`
    for (const body of [deep, wide])
      expect(await post(scene.collector, body, JSON_TYPE)).toMatchObject({ status: 413 })
  })

  test('twelve bombs at once', async () => {
    const body = field(1, field(2, empties(2, MANY)))
    const packed = gzipSync(body)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2 ? call(scene.collector, body, {}, { gzip: true }) : post(scene.collector, packed, GZIP),
      ),
    )
    for (const { status } of answers)
      expect([413, 503, 'RESOURCE_EXHAUSTED', 'UNAVAILABLE']).toContain(status)
  })

  test('exactly as much as fits is taken', async () => {
    // Request, resource spans and scope spans are messages, too.
    const body = (spans: number) => field(1, field(2, empties(2, spans)))
    expect(await post(scene.collector, body(100_000 - 3))).toMatchObject({ status: 200 })
    expect(await post(scene.collector, body(100_000 - 2))).toMatchObject({ status: 413 })
  })
})

test(`of ${FUZZED} mangled requests (seed ${FUZZ_SEED}) every one is taken or refused as the sender's fault`, async () => {
  const random = seededRandom(FUZZ_SEED)
  const seen = new Map<number | string, number>()
  for (let n = 0; n < FUZZED; n++) {
    const body = Buffer.from(healthy)
    for (let flips = 0; flips <= random.below(3); flips++) body[random.below(body.length)] = random.below(256)
    const cut = random.below(4) === 0 ? body.subarray(0, random.below(body.length)) : body
    const { status } = n % 8 ? await post(scene.collector, cut) : await call(scene.collector, cut)
    seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  expect(seen.get(200)).toBeGreaterThan(FUZZED / 20)
  expect(seen.get(400)).toBeGreaterThan(FUZZED / 20)
  expect([...seen.keys()].filter((status) => ![200, 400, 'OK', 'INVALID_ARGUMENT'].includes(status))).toEqual(
    [],
  )
})

test('after all that the app beside it lost nothing, memory is bounded and the ledger closes', async () => {
  await scene.expectUnharmed()
})
