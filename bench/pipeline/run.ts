/**
 * What the shipped pipeline costs: CPU per span and peak memory at several rates, beside a collector that takes spans
 * and forgets them. Both are the same program, started anew for each rate, on the same spans in the same run.
 *
 * Usage: npm run bench:pipeline -- [--rates 1000,5000,10000,20000] [--seconds 15] [--warm-up 13] [--baseline 10] [--json]
 *
 * The warm-up is longer than the sampler's wait, so that decisions and deliveries are part of what is measured.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { startCollector } from '../../tests/support/collector.ts'
import { freePort } from '../../tests/support/free-ports.ts'
import { inRepository } from '../../tests/support/repository.ts'
import type { Backend } from '../../tests/support/running-collector.ts'
import { load } from './load.ts'
import { type Result, report } from './report.ts'
import { Traffic } from './traffic.ts'
import { usageDuring } from './usage.ts'

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '1000,5000,10000,20000' },
    seconds: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '13' },
    baseline: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})

const PIPELINES = { 'pass-through': inRepository('bench/pipeline/pass-through.yaml'), shipped: undefined }
const traffic = new Traffic()
console.error(`${traffic.spansPerRequest} spans a request, ${traffic.bytesPerSpan} bytes a span`)
const backend = await startBackend()
const results: Result[] = []
for (const rate of values.rates.split(',').map(Number)) {
  for (const [pipeline, config] of Object.entries(PIPELINES)) {
    results.push(await measured(pipeline, config, rate))
    console.error(report(results.slice(-1)).split('\n').at(-1))
  }
}
backend.close()
console.log(values.json ? JSON.stringify(results) : report(results))

async function measured(pipeline: string, config: string | undefined, rate: number): Promise<Result> {
  const port = await freePort()
  const env = {
    SIDECAR_METRICS_PORT: String(port),
    SAMPLING_BASELINE_PERCENTAGE: values.baseline,
    SAMPLING_DECISION_WAIT: '10s',
    METRICS_FLUSH_INTERVAL: '10s',
  }
  await using collector = await startCollector({ traces: backend, config, env })
  const warm = await load(collector, traffic, rate, Number(values['warm-up']))
  let sent = warm
  const usage = await usageDuring(port, async () => {
    sent = await load(collector, traffic, rate, Number(values.seconds))
  })
  return {
    pipeline,
    rate,
    taken: sent.spans / sent.seconds,
    cpuMicrosPerSpan: (usage.cpuSeconds * 1e6) / sent.spans,
    peakMiB: usage.peakMiB,
    refused: warm.refused + sent.refused,
  }
}

/** A backend that takes everything and looks at nothing, so that its work is not the machine's. */
async function startBackend(): Promise<Backend & { close(): void }> {
  const server = createServer((request, response) => {
    request
      .resume()
      .once('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => server.close() }
}
