/**
 * What the shipped pipeline costs: CPU per span and peak memory at several rates, beside a collector that takes spans
 * and forgets them, and beside one that has the same duties on stock components only. Each is started anew for each
 * rate, on the same spans in the same run; `--help` lists the options.
 *
 * The stock collector is built by the first run; the spans that a pipeline could not take in time are not in its figures.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startCollector } from '../../tests/support/collector.ts'
import { freePort } from '../../tests/support/free-ports.ts'
import { inRepository } from '../../tests/support/repository.ts'
import type { Backend } from '../../tests/support/running-collector.ts'
import { load } from './load.ts'
import { HELP, readOptions } from './options.ts'
import { LEAST, type Result, report } from './report.ts'
import { buildStock } from './stock/build.ts'
import { Traffic } from './traffic.ts'
import { usageDuring } from './usage.ts'

const values = readOptions(process.argv.slice(2))
if (values.help) {
  process.stdout.write(HELP)
  process.exit()
}

/** A collector to measure. */
interface Pipeline {
  /** Default: the shipped configuration. */
  config?: string
  /** Default: the shipped program. */
  program?: string
}

const pipelines = await chosenPipelines()
const traffic = new Traffic()
console.error(`${traffic.spansPerRequest} spans a request, ${traffic.bytesPerSpan} bytes a span`)
const backend = await startBackend()
const results: Result[] = []
for (const rate of values.rates.split(',').map(Number)) {
  for (const [name, pipeline] of pipelines) {
    results.push(await measured(name, pipeline, rate))
    console.error(report(results.slice(-1)).split('\n').at(-1))
  }
}
backend.close()
console.log(values.json ? JSON.stringify(results) : report(results))

async function chosenPipelines(): Promise<Map<string, Pipeline>> {
  const known: Record<string, () => Promise<Pipeline>> = {
    [LEAST]: async () => ({ config: inRepository('bench/pipeline/pass-through.yaml') }),
    shipped: async () => ({}),
    stock: async () => ({
      config: inRepository('bench/pipeline/stock/collector.yaml'),
      program: await buildStock(),
    }),
  }
  const chosen = new Map<string, Pipeline>()
  for (const name of values.pipelines.split(',')) {
    const make = known[name]
    if (!make) throw new Error(`--pipelines: ${name} is none of ${Object.keys(known).join(', ')}`)
    chosen.set(name, await make())
  }
  for (const other of values.with) {
    const [name = '', program] = other.split(/=(.*)/s)
    if (!program) throw new Error(`--with: write name=program instead of ${other}`)
    chosen.set(name, { program })
  }
  return chosen
}

async function measured(name: string, pipeline: Pipeline, rate: number): Promise<Result> {
  const port = await freePort()
  const env = {
    SIDECAR_METRICS_PORT: String(port),
    SAMPLING_BASELINE_PERCENTAGE: values.baseline,
    SAMPLING_DECISION_WAIT: '10s',
    METRICS_FLUSH_INTERVAL: '10s',
  }
  await using collector = await startCollector({ ...pipeline, traces: backend, env })
  const warm = await load(collector, traffic, rate, Number(values['warm-up']))
  let sent = warm
  const usage = await usageDuring(port, async () => {
    sent = await load(collector, traffic, rate, Number(values.seconds))
  })
  return {
    pipeline: name,
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
