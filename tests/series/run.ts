import { fileURLToPath } from 'node:url'
import { type Collector, startCollector } from '../support/collector.ts'
import { Program } from '../support/program.ts'
import { startPrometheus } from '../support/prometheus.ts'
import { startSink } from '../support/sink.ts'
import { attack } from './attack.ts'
import { countSeries, type SeriesCount } from './count.ts'
import { Shop } from './shop.ts'

/** Requests of one wave of the attack. */
export const WAVE = 1500
/** Calls of the misusing app, each with names of its own for everything. */
export const MISUSES = 3000

/** What the series count was after each step. */
export interface SeriesRun {
  readonly day: SeriesCount
  /** After one wave of an attack from outside, and after a second one just as large. */
  readonly attacked: SeriesCount
  readonly attackedAgain: SeriesCount
  /** After an app that gives the shim names without bounds, and after a second one. */
  readonly misused: SeriesCount
}

/** Plays a day, an attack and a misuse against the whole product and counts. @param onStep told what comes next */
export async function runSeries(onStep: (step: string) => void = () => undefined): Promise<SeriesRun> {
  await using sink = await startSink()
  await using prometheus = await startPrometheus()
  await using collector = await startCollector({ traces: sink, metrics: prometheus })
  await using shop = new Shop(collector)
  onStep('a day with 50 live events')
  await shop.day()
  const day = await countSeries(prometheus)
  onStep(`an attack of ${WAVE} requests`)
  await attack(shop.app.url, WAVE)
  const attacked = await countSeries(prometheus)
  onStep(`an attack of ${WAVE} more`)
  await attack(shop.app.url, WAVE)
  const attackedAgain = await countSeries(prometheus)
  onStep(`an app that misuses the shim ${MISUSES} times`)
  await misuse(collector)
  return { day, attacked, attackedAgain, misused: await countSeries(prometheus) }
}

async function misuse({ httpUrl, token }: Collector): Promise<void> {
  await using app = new Program({
    name: 'misusing app',
    command: process.execPath,
    args: [fileURLToPath(new URL('./misusing-app.ts', import.meta.url)), String(MISUSES)],
    env: {
      NODE_ENV: 'production',
      OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      SIDECAR_TOKEN: token,
    },
  })
  const { code } = await app.exited
  if (code !== 0) throw new Error(`The misusing app ended with ${code}:\n${app.output}`)
}
