import { collectorOverlay } from './collector-overlay.ts'
import { freePorts } from './free-ports.ts'
import { Program } from './program.ts'
import type { Backend, RunningCollector } from './running-collector.ts'
import { startConfigInContainer } from './start-config-in-container.ts'
import { waitFor } from './wait-for.ts'

/** How to start a configuration. */
export interface ConfigOptions {
  /** The collector program. Default: the variable `OTELCOL`, else `otelcol-contrib` on the PATH. */
  program?: string
  /** Image to run in the place of a program, `otel/opentelemetry-collector-contrib:0.161.0`; needs `testcontainers`. */
  image?: string
  /** Backends in the place of exporters of type `otlp_http`, by the id of the exporter. */
  exporters?: Readonly<Record<string, Backend>>
  /** Id of the OTLP receiver, which gets free ports. Default `otlp`. */
  receiver?: string
  /** Bearer token that the receiver asks for. Default: none. */
  token?: string
  /** Environment variables that the configuration reads. */
  env?: Readonly<Record<string, string>>
  /** More command-line arguments, such as `--feature-gates=...`. */
  args?: readonly string[]
  /** Laid over the configuration as one more `--config`: maps are merged, everything else is replaced. */
  overlay?: Readonly<Record<string, unknown>>
}

/**
 * Starts any configuration on a collector of your choice, on free ports, and waits until it takes OTLP.
 *
 * @param config path of the configuration file
 * @example
 * await using backend = await startSink()
 * await using collector = await startConfig('collector.yaml', { exporters: { otlp_http: backend } })
 */
export async function startConfig(config: string, options: ConfigOptions = {}): Promise<RunningCollector> {
  if (options.image !== undefined) return startConfigInContainer(config, options.image, options)
  const [grpc, http] = (await freePorts(2)) as [number, number]
  const overlay = collectorOverlay(options, {
    host: '127.0.0.1',
    grpcAddress: `127.0.0.1:${grpc}`,
    httpAddress: `127.0.0.1:${http}`,
  })
  const { program = process.env.OTELCOL ?? 'otelcol-contrib', env = {}, args = [], token = '' } = options
  let running: Program
  async function start(): Promise<void> {
    running = new Program({
      name: 'collector',
      command: program,
      args: [`--config=${config}`, `--config=${overlay}`, ...args],
      env,
    })
    await answers(running, `http://127.0.0.1:${http}/`)
  }
  async function stop(): Promise<void> {
    await running.stop()
  }
  await start()
  return {
    httpUrl: `http://127.0.0.1:${http}`,
    grpcAddress: `127.0.0.1:${grpc}`,
    token,
    get output() {
      return running.output
    },
    stop,
    async kill() {
      await running.stop({ signal: 'SIGKILL' })
    },
    async restart() {
      await stop()
      await start()
    },
    [Symbol.asyncDispose]: stop,
  }
}

/** Any answer will do: the receiver knows no path but those of OTLP. */
async function answers(program: Program, url: string): Promise<void> {
  await waitFor(
    async () =>
      program.exit !== undefined || (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status > 0,
    {
      deadline: 30_000,
      describe: () => `The collector takes no OTLP at ${url}. Its output:\n${program.output}`,
    },
  )
  if (program.exit) throw new Error(`The collector ended before it was ready. Its output:\n${program.output}`)
}
