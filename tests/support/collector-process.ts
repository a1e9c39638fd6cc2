import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { collectorArguments, collectorBinary } from '../../collector/launch.ts'
import { backendEnvironment, type Collector, type CollectorPlan } from './collector.ts'
import { freePorts } from './free-ports.ts'
import { Program } from './program.ts'
import { inRepository, REPOSITORY } from './repository.ts'

/** Starts the collector as a child process on free ports, with a queue directory of its own. */
export async function startCollectorProcess(plan: CollectorPlan): Promise<Collector> {
  const ports = await freeCollectorPorts()
  const storage = await mkdtemp(path.join(tmpdir(), 'collector-queue-'))
  const env = {
    ...ports,
    SIDECAR_STORAGE_DIR: storage,
    ...backendEnvironment(plan, '127.0.0.1'),
    ...plan.env,
  }
  let program: Program
  async function start(): Promise<void> {
    program = launchCollector(plan.config, env, undefined, plan.program)
    await program.ready(`http://127.0.0.1:${ports.SIDECAR_HEALTH_PORT}/`)
  }
  async function stop(): Promise<void> {
    await program.stop()
  }
  async function dispose(): Promise<void> {
    await stop()
    await rm(storage, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    as: 'process',
    httpUrl: `http://127.0.0.1:${ports.SIDECAR_OTLP_HTTP_PORT}`,
    grpcAddress: `127.0.0.1:${ports.SIDECAR_OTLP_GRPC_PORT}`,
    sentryUrl: `http://127.0.0.1:${ports.SIDECAR_SENTRY_PORT}`,
    token: plan.token,
    get output() {
      return program.output
    },
    stop,
    async kill() {
      await program.stop({ signal: 'SIGKILL' })
    },
    async restart() {
      await stop()
      await start()
    },
    [Symbol.asyncDispose]: dispose,
  }
}

const PORT_VARIABLES = [
  'SIDECAR_OTLP_GRPC_PORT',
  'SIDECAR_OTLP_HTTP_PORT',
  'SIDECAR_SENTRY_PORT',
  'SIDECAR_HEALTH_PORT',
  'SIDECAR_METRICS_PORT',
  'SIDECAR_ADMIN_PORT',
] as const

/** A free port for everything the collector listens on, as its environment. */
export async function freeCollectorPorts(): Promise<Record<(typeof PORT_VARIABLES)[number], string>> {
  const ports = await freePorts(PORT_VARIABLES.length)
  const pairs = PORT_VARIABLES.map((name, index) => [name, String(ports[index])])
  return Object.fromEntries(pairs)
}

/** Runs the collector with exactly this environment, ready or not, here or in `cwd`; for tests of how it fails to start. */
export function launchCollector(
  config: string = inRepository('collector-config.yaml'),
  env: Record<string, string> = {},
  cwd?: string,
  command: string = collectorBinary(REPOSITORY),
): Program {
  if (!existsSync(command)) throw new Error(`${command} is not built. Run: npm run build:collector`)
  return new Program({ name: 'collector', command, args: collectorArguments(config), env, cwd })
}
