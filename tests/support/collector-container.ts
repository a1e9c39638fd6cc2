import { GenericContainer, type StartedTestContainer } from 'testcontainers'
import { backendEnvironment, type Collector, type CollectorPlan } from './collector.ts'
import { type ContainerSpeaker, rememberContainer } from './container-speaker.ts'
import { killContainer } from './kill-container.ts'
import { markContainer } from './last-words.ts'
import { REPOSITORY } from './repository.ts'

const IMAGE = 'ticketcap-collector:test'
const GRPC_PORT = 4317
const HTTP_PORT = 4318
const SENTRY_PORT = 4319
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 30_000

/** The name under which a container reaches this machine, on every platform. */
const THIS_MACHINE = 'host.docker.internal'

let image: Promise<GenericContainer> | undefined

/**
 * Builds the image from Dockerfile.collector, once; minutes when nothing is cached. `GO_IMAGE` in the
 * environment replaces the base image, as in docker-compose.yml.
 */
export function collectorImage(): Promise<GenericContainer> {
  image ??= build()
  return image
}

/** Starts the collector as a container; it is ready when the image's own HEALTHCHECK says so. */
export async function startCollectorContainer(plan: CollectorPlan): Promise<Collector> {
  if (plan.config) throw new Error('A container runs the configuration that is built into its image.')
  await collectorImage()
  const speaker = rememberContainer('collector (container)')
  const mark = markContainer()
  const container = new GenericContainer(IMAGE)
    .withLabels(mark.labels)
    .withEnvironment({ ...backendEnvironment(plan, THIS_MACHINE), ...plan.env })
    .withExtraHosts([{ host: THIS_MACHINE, ipAddress: 'host-gateway' }])
    .withExposedPorts(GRPC_PORT, HTTP_PORT, SENTRY_PORT)
    .withLogConsumer((stream) => stream.on('data', (text) => speaker.hear(String(text))))
    .withStartupTimeout(START_TIMEOUT_MS)
  try {
    return asCollector(await container.start(), plan.token, speaker)
  } catch (cause) {
    speaker.exit = true
    const words = await mark.lastWords()
    if (!speaker.output) speaker.hear(words)
    throw new Error(`The collector's container did not become healthy. Its output:\n${speaker.output}`, {
      cause,
    })
  }
}

async function build(): Promise<GenericContainer> {
  const { GO_IMAGE } = process.env
  try {
    return await GenericContainer.fromDockerfile(REPOSITORY, 'Dockerfile.collector')
      .withBuildArgs(GO_IMAGE ? { GO_IMAGE } : {})
      .build(IMAGE, { deleteOnExit: false })
  } catch (cause) {
    const hint = 'See why: docker build -f Dockerfile.collector .'
    throw new Error(`Dockerfile.collector does not build. ${hint}`, { cause })
  }
}

function asCollector(container: StartedTestContainer, token: string, speaker: ContainerSpeaker): Collector {
  const host = container.getHost()
  let stopped: Promise<unknown> | undefined
  async function stop(): Promise<void> {
    stopped ??= container.stop({ timeout: STOP_TIMEOUT_MS, remove: true })
    await stopped
    speaker.exit = true
  }
  return {
    as: 'container',
    // The engine chooses new ports at a restart.
    get httpUrl() {
      return `http://${host}:${container.getMappedPort(HTTP_PORT)}`
    },
    get grpcAddress() {
      return `${host}:${container.getMappedPort(GRPC_PORT)}`
    },
    get sentryUrl() {
      return `http://${host}:${container.getMappedPort(SENTRY_PORT)}`
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
