import { setTimeout as pause } from 'node:timers/promises'
import { freeCollectorPorts, launchCollector } from '../support/collector-process.ts'
import type { Exit, Program } from '../support/program.ts'
import type { OtlpReceiver } from '../support/send.ts'
import type { EnvelopeReceiver } from '../support/sentry-envelope.ts'

/** Starts a collector with this environment. */
type Launch = (env: Record<string, string>) => Program

/** One collector over many lives: the same ports, token and storage, started again by whoever watches it. */
export class Lives implements AsyncDisposable {
  readonly receiver: OtlpReceiver & EnvelopeReceiver
  readonly #env: Record<string, string>
  readonly #launch: Launch
  #program: Program | undefined
  #count = 0

  private constructor(receiver: Lives['receiver'], env: Record<string, string>, launch: Launch) {
    this.receiver = receiver
    this.#env = env
    this.#launch = launch
  }

  /** Prepares the lives of a collector with this environment besides its ports; none is begun. */
  static async prepare(
    token: string,
    env: Record<string, string>,
    launch: Launch = (all) => launchCollector(undefined, all),
  ): Promise<Lives> {
    const ports = await freeCollectorPorts()
    const receiver = {
      httpUrl: `http://127.0.0.1:${ports.SIDECAR_OTLP_HTTP_PORT}`,
      grpcAddress: `127.0.0.1:${ports.SIDECAR_OTLP_GRPC_PORT}`,
      sentryUrl: `http://127.0.0.1:${ports.SIDECAR_SENTRY_PORT}`,
      token,
    }
    const all = { ...ports, SIDECAR_TOKEN: token, ...env }
    return new Lives(receiver, all, launch)
  }

  /** Where it serves its counters. */
  get metricsPort(): number {
    return Number(this.#env.SIDECAR_METRICS_PORT)
  }

  /** How often it was started. */
  get count(): number {
    return this.#count
  }

  /** What the current life wrote. */
  get output(): string {
    return this.#program?.output ?? ''
  }

  /** How the current life ended; undefined while it lasts. */
  get exit(): Exit | undefined {
    return this.#program?.exit
  }

  /** Begins a life and does not wait for anything. */
  begin(): void {
    this.#count++
    this.#program = this.#launch(this.#env)
  }

  /** Waits until the life that was begun takes data. */
  async ready(): Promise<void> {
    await this.#program?.ready(`http://127.0.0.1:${this.#env.SIDECAR_HEALTH_PORT}/`, 60_000)
  }

  /** Ends the current life as the kernel does when memory is short: without a word. */
  async kill(afterMs = 0): Promise<void> {
    await pause(afterMs)
    await this.#program?.stop({ signal: 'SIGKILL' })
  }

  /** Ends it as a platform does at a redeploy. */
  async stop(): Promise<Exit | undefined> {
    return this.#program?.stop({ graceMs: 30_000 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
