/**
 * What the shim costs, side by side with nothing and with the Sentry SDK tracing everything.
 *
 * The demo is built once for each wiring. Each round starts each variant afresh, in turn, so that a slow minute of the
 * machine hits all of them; the table has the medians. The receiver is the real collector.
 *
 * Usage: npm run bench:shim -- [--rounds 3] [--seconds 6] [--rate 200] [--connections 32] [--path /api/health]
 *        [--only shim] [--reuse-builds]
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startCollector } from '../../tests/support/collector.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { Program } from '../../tests/support/program.ts'
import { inRepository } from '../../tests/support/repository.ts'
import { startSink } from '../../tests/support/sink.ts'
import { acceptedSpans } from './accepted-spans.ts'
import { buildApp } from './build-app.ts'
import { type Measurement, measure } from './measure.ts'
import { report } from './report.ts'
import { type BuildName, type Targets, VARIANTS, type Variant } from './variants.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    rate: { type: 'string', default: '200' },
    connections: { type: 'string', default: '32' },
    path: { type: 'string', default: '/api/health' },
    only: { type: 'string', default: '' },
    'reuse-builds': { type: 'boolean', default: false },
  },
})

const variants = VARIANTS.filter((variant) => variant.build === 'bare' || variant.name.includes(values.only))
const folders = await buildAll(variants)
const [metricsPort, envelopesPort] = (await freePorts(2)) as [number, number]
await using backend = await startSink()
await using collector = await startCollector({
  traces: backend,
  env: { SIDECAR_METRICS_PORT: String(metricsPort), SAMPLING_BASELINE_PERCENTAGE: '1' },
})
const envelopesUrl = `http://127.0.0.1:${envelopesPort}`
await using envelopes = new Program({
  name: 'envelope sink',
  command: process.execPath,
  args: [inRepository('bench/shim/envelope-sink.ts')],
  env: { PORT: String(envelopesPort) },
})
await envelopes.ready(`${envelopesUrl}/count`)
const targets: Targets = { collector, envelopesUrl: `${envelopesUrl}/1` }

const measured = new Map(
  variants.map(({ name }) => [name, { measurements: [] as Measurement[], delivered: 0 }]),
)
for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const variant of variants) await measureVariant(variant, round)
}
console.log(
  report(
    variants.map(({ name, build }) => {
      const { measurements, delivered } = measured.get(name) ?? { measurements: [], delivered: 0 }
      const requests = measurements.reduce((sum, measurement) => sum + measurement.requests, 0)
      return { name, measurements, deliveredPerRequest: build === 'bare' ? undefined : delivered / requests }
    }),
  ),
)

async function measureVariant(variant: Variant, round: number): Promise<void> {
  const before = await delivered(variant)
  const measurement = await measure({
    folder: folders.get(variant.build) as string,
    env: variant.env(targets),
    path: values.path,
    seconds: Number(values.seconds),
    rate: Number(values.rate),
    connections: Number(values.connections),
  })
  const entry = measured.get(variant.name)
  entry?.measurements.push(measurement)
  if (entry) entry.delivered += (await delivered(variant)) - before
  const { saturated, steady } = measurement
  console.error(
    `round ${round}, ${variant.name}: ${saturated.requestsPerSecond.toFixed(0)} req/s at ${saturated.cpuMicrosPerRequest.toFixed(0)} µs; ${steady.cpuMicrosPerRequest.toFixed(0)} µs at ${steady.requestsPerSecond.toFixed(0)} req/s`,
  )
}

async function delivered({ build }: Variant): Promise<number> {
  if (build === 'shim') return acceptedSpans(metricsPort)
  return Number(await (await fetch(`${envelopesUrl}/count`)).text())
}

async function buildAll(wanted: readonly Variant[]): Promise<Map<BuildName, string>> {
  const built = new Map<BuildName, string>()
  for (const name of new Set(wanted.map((variant) => variant.build))) {
    const folder = inRepository(`.sidecar/bench/${name}`)
    const reuse = values['reuse-builds'] && existsSync(`${folder}/.next/BUILD_ID`)
    if (!reuse) console.error(`building the demo: ${name}`)
    built.set(name, reuse ? folder : await buildApp(name))
  }
  return built
}
