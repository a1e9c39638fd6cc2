/**
 * What a replay takes: time and peak memory of `sidecar simulate` and of the collector it runs, on a recording of
 * made-up traffic; `--help` lists the options.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateTraffic } from '../../cli/src/simulate/generate-traffic.ts'
import { readPrices } from '../../cli/src/simulate/prices.ts'
import { simulate } from '../../cli/src/simulate/simulate.ts'
import { openTrafficWriter } from '../../cli/src/traffic/write-traffic.ts'
import { inRepository } from '../../tests/support/repository.ts'

const HELP = `npm run bench:simulate -- [options]

  --spans <number>  in the recording (default 1000000)
  --seed <number>   same seed, same recording (default 1)
  --json            print the figures as one JSON object
  --help            print this
`
const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit()
}
const MIB = 1024 * 1024
const REQUESTS_PER_SECOND = 50

const directory = await mkdtemp(path.join(tmpdir(), 'bench-simulate-'))
try {
  const traffic = path.join(directory, 'made.recording')
  const writer = await openTrafficWriter(traffic)
  for (const frame of generateTraffic({
    seed: Number(values.seed),
    spans: Number(values.spans),
    requestsPerSecond: REQUESTS_PER_SECOND,
  }))
    await writer.add(frame)
  await writer.close()

  const started = performance.now()
  const found = await simulate({
    configs: [inRepository('collector-config.yaml')],
    traffic,
    prices: await readPrices(undefined),
    environment: process.env,
  })
  const [outcome] = found.outcomes
  const result = {
    spans: found.traffic.spans,
    seconds: (performance.now() - started) / 1000,
    replayMiB: process.resourceUsage().maxRSS / 1024,
    collectorMiB: (outcome?.peakMemoryBytes ?? 0) / MIB,
    reduction: outcome?.reduction,
  }
  if (values.json) console.log(JSON.stringify(result))
  else
    console.log(
      `${result.spans} spans in ${result.seconds.toFixed(1)} s, peak ${Math.round(result.replayMiB)} MiB of the replay ` +
        `and ${Math.round(result.collectorMiB)} MiB of the collector, volume cut ${result.reduction?.toFixed(1)} times`,
    )
} finally {
  await rm(directory, { recursive: true })
}
