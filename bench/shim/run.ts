/**
 * What the shim costs; `--help` lists the options.
 *
 * The demo is built once for each wiring. Each round starts every variant afresh, warms each up and then measures them
 * in turn, in short slices, so that a slow minute of the machine hits all of them. The warm-up is long because the CPU
 * of a request falls to less than half over the first 10,000, while V8 compiles, and an app lives longer than that.
 * The receiver is the real collector.
 */
import { existsSync } from 'node:fs'
import { startCollector } from '../../tests/support/collector.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { Program } from '../../tests/support/program.ts'
import { inRepository } from '../../tests/support/repository.ts'
import { startSink } from '../../tests/support/sink.ts'
import { acceptedSpans } from './accepted-spans.ts'
import { buildApp } from './build-app.ts'
import { type BenchedApp, type Measurement, startApp } from './measure.ts'
import { HELP, readOptions } from './options.ts'
import { summarise, table } from './report.ts'
import { type BuildName, type Targets, VARIANTS, type Variant } from './variants.ts'

const options = readOptions(process.argv.slice(2))
if (options.help) {
  process.stdout.write(HELP)
  process.exit()
}

const variants = VARIANTS.filter(({ build, name }) => build === 'bare' || name.includes(options.only))
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

const all = variants.map((variant) => ({
  variant,
  measurements: [] as Measurement[],
  requests: 0,
  delivered: 0,
}))
for (let round = 1; round <= options.rounds; round += 1) await measureRound(round)

const summaries = summarise(
  all.map(({ variant, measurements, requests, delivered }) => ({
    name: variant.name,
    measurements,
    deliveredPerRequest: variant.build === 'bare' ? undefined : delivered / requests,
  })),
)
console.log(options.json ? JSON.stringify({ options, variants: summaries }, null, 2) : table(summaries))

async function measureRound(round: number): Promise<void> {
  await using running = new AsyncDisposableStack()
  const apps = new Map<Variant, BenchedApp>()
  for (const { variant } of all) {
    const { path, seconds, rate, connections } = options
    const folder = folders.get(variant.build) as string
    const app = await startApp({ folder, env: variant.env(targets), path, seconds, rate, connections })
    apps.set(variant, running.use(app))
  }
  for (const series of all) {
    await counting(series, apps, (app) => app.warmUp(options.warmup))
  }
  for (let slice = 1; slice <= options.slices; slice += 1) {
    for (const series of all) {
      const measurement = await counting(series, apps, (app) => app.measure())
      series.measurements.push(measurement)
      const { saturated, steady } = measurement
      console.error(
        `round ${round}, slice ${slice}, ${series.variant.name}: ${saturated.requestsPerSecond.toFixed(0)} req/s at ${saturated.cpuMicrosPerRequest.toFixed(0)} µs; ${steady.cpuMicrosPerRequest.toFixed(0)} µs at ${steady.requestsPerSecond.toFixed(0)} req/s`,
      )
    }
  }
  for (const series of all) series.requests += (await apps.get(series.variant)?.requests()) ?? 0
}

/** Runs work on one app and adds what arrived meanwhile; the others are idle then. */
async function counting<T>(
  series: (typeof all)[number],
  apps: ReadonlyMap<Variant, BenchedApp>,
  work: (app: BenchedApp) => Promise<T>,
): Promise<T> {
  const before = await delivered(series.variant)
  const result = await work(apps.get(series.variant) as BenchedApp)
  series.delivered += (await delivered(series.variant)) - before
  return result
}

async function delivered({ build }: Variant): Promise<number> {
  if (build === 'shim') return acceptedSpans(metricsPort)
  return Number(await (await fetch(`${envelopesUrl}/count`)).text())
}

async function buildAll(wanted: readonly Variant[]): Promise<Map<BuildName, string>> {
  const built = new Map<BuildName, string>()
  for (const name of new Set(wanted.map((variant) => variant.build))) {
    const folder = inRepository(`.sidecar/bench/${name}`)
    const reuse = options.reuseBuilds && existsSync(`${folder}/.next/BUILD_ID`)
    if (!reuse) console.error(`building the demo: ${name}`)
    built.set(name, reuse ? folder : await buildApp(name))
  }
  return built
}
