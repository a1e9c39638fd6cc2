import { basename } from 'node:path'
import { collectorOverlay } from './collector-overlay.ts'
import { rememberContainer } from './container-speaker.ts'
import { killContainer } from './kill-container.ts'
import { markContainer } from './last-words.ts'
import type { RunningCollector } from './running-collector.ts'
import type { ConfigOptions } from './start-config.ts'

const GRPC_PORT = 4317
const HTTP_PORT = 4318
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
/** The name under which a container reaches this machine, on every platform. */
const THIS_MACHINE = 'host.docker.internal'

/** Starts a configuration in a container. A sink has to listen on `0.0.0.0` to be reached from there. */
export async function startConfigInContainer(
  config: string,
  image: string,
  options: ConfigOptions,
): Promise<RunningCollector> {
  const { GenericContainer, Wait } = await import('testcontainers')
  const target = `/etc/collector-testing/${basename(config)}`
  const overlay = collectorOverlay(options, {
    host: THIS_MACHINE,
    grpcAddress: `0.0.0.0:${GRPC_PORT}`,
    httpAddress: `0.0.0.0:${HTTP_PORT}`,
  })
  const { env = {}, args = [], token = '' } = options
  const speaker = rememberContainer('collector (container)')
  const mark = markContainer()
  const container = await new GenericContainer(image)
    .withLabels(mark.labels)
    .withCopyFilesToContainer([{ source: config, target }])
    .withCommand([`--config=${target}`, `--config=${overlay}`, ...args])
    .withEnvironment({ ...env })
    .withExtraHosts([{ host: THIS_MACHINE, ipAddress: 'host-gateway' }])
    .withExposedPorts(GRPC_PORT, HTTP_PORT)
    // An image of a collector holds no shell, so nothing can be asked inside; any answer over HTTP will do.
    .withWaitStrategy(Wait.forHttp('/', HTTP_PORT).forStatusCodeMatching(() => true))
    .withLogConsumer((stream) => stream.on('data', (text) => speaker.hear(String(text))))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start()
    .catch(async (cause: Error) => {
      speaker.exit = true
      const words = await mark.lastWords()
      if (!speaker.output) speaker.hear(words)
      throw new Error(`The collector's container takes no OTLP. Its output:\n${speaker.output}`, { cause })
    })
  const host = container.getHost()
  let stopped: Promise<unknown> | undefined
  async function stop(): Promise<void> {
    stopped ??= container.stop({ timeout: STOP_TIMEOUT_MS, remove: true })
    await stopped
    speaker.exit = true
  }
  return {
    // The engine chooses new ports at a restart.
    get httpUrl() {
      return `http://${host}:${container.getMappedPort(HTTP_PORT)}`
    },
    get grpcAddress() {
      return `${host}:${container.getMappedPort(GRPC_PORT)}`
    },
    token,
    get output() {
      return speaker.output
    },
    stop,
    kill: () => killContainer(container.getId()),
    restart: () => container.restart({ timeout: STOP_TIMEOUT_MS }),
    [Symbol.asyncDispose]: stop,
  }
}
