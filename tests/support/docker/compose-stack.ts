import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { freePorts } from '../free-ports.ts'
import { REPOSITORY } from '../repository.ts'
import type { Availability } from './engine.ts'

const run = promisify(execFile)
const BUILD_TIMEOUT_MS = 15 * 60_000
const UP_TIMEOUT_MS = 180_000
const PULL_TIMEOUT_MS = 300_000
const PORTS = [
  'APP_PORT',
  'SIDECAR_OTLP_GRPC_PORT',
  'SIDECAR_OTLP_HTTP_PORT',
  'SIDECAR_SENTRY_PORT',
  'TEMPO_PORT',
  'PROMETHEUS_PORT',
  'ALERTMANAGER_PORT',
  'GRAFANA_PORT',
] as const

/** The part of `docker inspect` that tests read. */
export interface ContainerInspection {
  State: { ExitCode: number }
  HostConfig: {
    ReadonlyRootfs: boolean
    Memory: number
    NanoCpus: number
    PidsLimit: number
    CapDrop: string[]
  }
}

/** The stack of one machine, with a trace backend in the test's own process. */
const LOCAL = ['docker-compose.yml', 'tests/support/docker/compose.sink.yaml']

/** The services of compose files under a project name of their own, on free ports. */
export class ComposeStack implements AsyncDisposable {
  readonly #project = `ticketcap-test-${process.pid}`
  readonly #files: readonly string[]
  readonly #env: Record<string, string | undefined>
  readonly #ports: ReadonlyMap<string, number>

  private constructor(
    files: readonly string[],
    ports: ReadonlyMap<string, number>,
    env: Record<string, string>,
  ) {
    this.#files = files
    this.#ports = ports
    this.#env = {
      ...process.env,
      ...Object.fromEntries([...ports].map(([name, port]) => [name, String(port)])),
      ...env,
    }
  }

  /**
   * @param env variables of .env.example that differ from their defaults
   * @param files compose files, each laid over the one before; default: docker-compose.yml with a backend of the test
   */
  static async plan(env: Record<string, string>, files: readonly string[] = LOCAL): Promise<ComposeStack> {
    const free = await freePorts(PORTS.length)
    return new ComposeStack(files, new Map(PORTS.map((name, index) => [name, free[index] as number])), env)
  }

  url(port: (typeof PORTS)[number]): string {
    return `http://127.0.0.1:${this.#ports.get(port)}`
  }

  /** The image a service runs, by the variables of this run. */
  async image(service: string): Promise<string> {
    const config = JSON.parse(await this.#compose(['config', '--format', 'json'])) as {
      services: Record<string, { image?: string }>
    }
    return config.services[service]?.image ?? ''
  }

  async build(services: readonly string[]): Promise<void> {
    await this.#compose(['build', '--quiet', ...services], BUILD_TIMEOUT_MS)
  }

  /** Starts services; those that wait for another one start when that is healthy. */
  async up(services: readonly string[]): Promise<void> {
    await this.#compose(['up', '--detach', '--pull', 'never', ...services], UP_TIMEOUT_MS)
  }

  /** The state of every service that was started: `healthy`, `starting`, … */
  async health(): Promise<Record<string, string>> {
    const lines = (await this.#compose(['ps', '--all', '--format', 'json']))
      .trim()
      .split('\n')
      .filter(Boolean)
    const containers = lines.map(
      (line) => JSON.parse(line) as { Service: string; Health: string; State: string },
    )
    return Object.fromEntries(containers.map(({ Service, Health, State }) => [Service, Health || State]))
  }

  /** What the engine knows of the container of a service. */
  async inspect(service: string): Promise<ContainerInspection> {
    const id = (await this.#compose(['ps', '--all', '--quiet', service])).trim()
    const { stdout } = await run('docker', ['inspect', id])
    return (JSON.parse(stdout) as ContainerInspection[])[0] as ContainerInspection
  }

  /** A new container in the place of the old one, as a deployment does; the old one gets SIGTERM first. */
  async redeploy(service: string): Promise<void> {
    await this.#compose(['up', '--detach', '--force-recreate', '--no-deps', service], UP_TIMEOUT_MS)
  }

  /** SIGTERM to every service, those that are depended on last; the containers stay. */
  async stop(): Promise<void> {
    await this.#compose(['stop'], UP_TIMEOUT_MS)
  }

  logs(): Promise<string> {
    return this.#compose(['logs', '--no-color', '--tail', '60'])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#compose(['down', '--volumes', '--remove-orphans'], UP_TIMEOUT_MS)
  }

  async #compose(args: readonly string[], timeout = 60_000): Promise<string> {
    const files = this.#files.flatMap((file) => ['-f', file])
    const all = ['compose', '--env-file', '.env.example', '-p', this.#project, ...files, ...args]
    try {
      const { stdout } = await run('docker', all, {
        cwd: REPOSITORY,
        env: this.#env as NodeJS.ProcessEnv,
        timeout,
        maxBuffer: 64 * 1024 * 1024,
      })
      return stdout
    } catch (cause) {
      const said = (cause as { stderr?: string }).stderr ?? ''
      throw new Error(`docker ${all.join(' ')} failed:\n${said.split('\n').slice(-40).join('\n')}`, { cause })
    }
  }
}

/** Whether an image is on this machine or a registry gives it. */
export async function imageAvailability(image: string): Promise<Availability> {
  try {
    await run('docker', ['image', 'inspect', image])
    return { ok: true }
  } catch {
    // Not here yet: ask the registry.
  }
  try {
    await run('docker', ['pull', '--quiet', image], { timeout: PULL_TIMEOUT_MS })
    return { ok: true }
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error)
    return { ok: false, reason: `no registry gives ${image}: ${said.trim().split('\n').at(-1)}` }
  }
}
