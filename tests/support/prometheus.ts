import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { localPrometheusConfig, PROMETHEUS_FLAGS } from '../../cli/src/up/prometheus-config.ts'
import { freePort } from './free-ports.ts'
import { Program } from './program.ts'
import { inRepository } from './repository.ts'
import type { Backend } from './running-collector.ts'

const BINARY = inRepository(`.sidecar/bin/prometheus${process.platform === 'win32' ? '.exe' : ''}`)

/** One series of an instant query. */
export interface Sample {
  labels: Record<string, string>
  value: number
}

/** A Prometheus that takes OTLP, with a database of its own. */
export class Prometheus implements Backend, AsyncDisposable {
  readonly port: number
  readonly otlpPath = '/api/v1/otlp'
  readonly program: Program
  readonly #directory: string

  constructor(port: number, directory: string, program: Program) {
    this.port = port
    this.#directory = directory
    this.program = program
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /**
   * Evaluates PromQL now, or at a time in seconds since the epoch.
   *
   * @throws Error with Prometheus's own message when it refuses the query
   */
  async query(promql: string, at?: number): Promise<Sample[]> {
    const { result } = await this.#ask<{
      result: { metric: Record<string, string>; value: [number, string] }[]
    }>('query', { query: promql, ...(at === undefined ? {} : { time: String(at) }) })
    return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }))
  }

  /**
   * How much every counter of a selector has grown within a window, from its own samples and through its resets. Exact
   * where `increase()` extrapolates: to the end of the window, for a series that has stopped.
   */
  async growth(selector: string, window: string): Promise<Sample[]> {
    const { result } = await this.#ask<{
      result: { metric: Record<string, string>; values: [number, string][] }[]
    }>('query', { query: `${selector}[${window}]` })
    return result.map(({ metric, values }) => {
      const counts = values.map(([, value]) => Number(value))
      const value = counts.reduce((grown, count, index) => {
        const before = counts[index - 1] ?? 0
        return grown + (count < before ? count : count - before)
      }, 0)
      return { labels: metric, value }
    })
  }

  /** The one number a query comes to; 0 when there is no series. */
  async number(promql: string): Promise<number> {
    const [sample] = await this.query(promql)
    return sample?.value ?? 0
  }

  /** Trace ids on the exemplars of a query, of the last ten minutes. */
  async exemplarTraceIds(promql: string): Promise<string[]> {
    const now = Date.now() / 1000
    const range = { start: String(now - 600), end: String(now + 60) }
    const series = await this.#ask<{ exemplars: { labels: Record<string, string> }[] }[]>('query_exemplars', {
      query: promql,
      ...range,
    })
    return series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id ?? ''))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program.stop()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #ask<T>(api: string, parameters: Record<string, string>): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/${api}?${new URLSearchParams(parameters)}`)
    const body = (await response.json()) as { data: T; error?: string }
    if (!response.ok) throw new Error(`Prometheus refused ${parameters.query}: ${body.error}`)
    return body.data
  }
}

/** Nobody listens there. */
const NO_ALERTMANAGER = '127.0.0.1:9'

/**
 * Starts the Prometheus that `npm start` uses, with the shipped configuration and the shipped rules.
 *
 * @param alertmanager host and port of whom it tells about alerts; default nobody
 */
export async function startPrometheus({ alertmanager = NO_ALERTMANAGER } = {}): Promise<Prometheus> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not built. Run: npm run build`)
  const port = await freePort()
  const directory = await mkdtemp(path.join(tmpdir(), 'prometheus-'))
  const config = path.join(directory, 'prometheus.yaml')
  await writeFile(config, localPrometheusConfig(alertmanager))
  const program = new Program({
    name: 'prometheus',
    command: BINARY,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...PROMETHEUS_FLAGS,
    ],
  })
  await program.ready(`http://127.0.0.1:${port}/-/ready`)
  return new Prometheus(port, directory, program)
}
