import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Collector, startCollector } from './support/collector.ts'
import { call, post, spanRequest } from './support/otlp-wire.ts'
import { inRepository } from './support/repository.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'

let sink: Sink
let collector: Collector
let directory: string

/** The shipped configuration, with less memory than the program itself takes. */
beforeAll(async () => {
  const shipped = readFileSync(inRepository('collector-config.yaml'), 'utf8')
  const limited = shipped.replace(/limit_percentage: 75\n +spike_limit_percentage: 20/, 'limit_mib: 1')
  expect(limited).not.toBe(shipped)
  directory = mkdtempSync(path.join(tmpdir(), 'pressure-'))
  const config = path.join(directory, 'collector-config.yaml')
  writeFileSync(config, limited)
  sink = await startSink()
  collector = await startCollector({ traces: sink, config })
  // The limiter looks for the first time a second after the start.
  await waitFor(async () => (await post(collector, spanRequest())).status === 503)
})
afterAll(async () => {
  await collector?.[Symbol.asyncDispose]()
  await sink?.[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

// That the shim then waits is shown for both protocols in app-shim/src/node/exporters.test.ts.
test('what the memory limiter refuses is told when to come back, by either protocol', async () => {
  expect(await post(collector, spanRequest())).toMatchObject({ status: 503, retryAfter: '2' })
  expect(await call(collector, spanRequest())).toMatchObject({ status: 'UNAVAILABLE', retryAfter: '2' })
})
