import { existsSync } from 'node:fs'
import { freePort } from './free-ports.ts'
import { Program } from './program.ts'
import { inRepository } from './repository.ts'
import type { Backend } from './running-collector.ts'

const BINARY = inRepository(`.sidecar/bin/toxiproxy${process.platform === 'win32' ? '.exe' : ''}`)

/**
 * What Toxiproxy can do to a connection, by the names of its toxics: answers that come late (ms), are cut (RST, at once
 * or after ms), never come (0: for ever), drip (kB/s), or end after so many bytes.
 *
 * https://github.com/Shopify/toxiproxy#toxics
 */
export type Toxic =
  | { type: 'latency'; attributes: { latency: number; jitter?: number } }
  | { type: 'reset_peer'; attributes: { timeout: number } }
  | { type: 'timeout'; attributes: { timeout: number } }
  | { type: 'bandwidth'; attributes: { rate: number } }
  | { type: 'limit_data'; attributes: { bytes: number } }

/** The way of one connection: `upstream` is what the sender sends, `downstream` what it gets back. */
export type Direction = 'upstream' | 'downstream'

/** A port that leads to another one, and can be made to behave badly. Senders use it as the backend. */
export class ToxicPort implements Backend {
  readonly port: number
  readonly otlpPath: string | undefined
  readonly #url: string

  constructor(url: string, port: number, otlpPath?: string) {
    this.#url = url
    this.port = port
    this.otlpPath = otlpPath
  }

  /** Refuses connections and cuts the open ones: to a sender this backend is gone. */
  async close(): Promise<void> {
    await ask(this.#url, { enabled: false })
  }

  /** Takes connections again. */
  async listen(): Promise<void> {
    await ask(this.#url, { enabled: true })
  }

  /** Adds a toxic to all connections, those that are open included. */
  async poison(toxic: Toxic, direction: Direction = 'downstream'): Promise<void> {
    await ask(`${this.#url}/toxics`, { name: `${toxic.type}_${direction}`, stream: direction, ...toxic })
  }

  /** Removes a toxic. */
  async cure({ type }: Toxic, direction: Direction = 'downstream'): Promise<void> {
    await ask(`${this.#url}/toxics/${type}_${direction}`, undefined, 'DELETE')
  }
}

/** A Toxiproxy with as many ports as a test asks for. `await using` stops it. */
export class Toxiproxy implements AsyncDisposable {
  readonly program: Program
  readonly #url: string
  #ports = 0

  constructor(program: Program, url: string) {
    this.program = program
    this.#url = url
  }

  /** A new port in front of `backend`, healthy. */
  async before({ port, otlpPath }: Backend): Promise<ToxicPort> {
    const name = `port-${++this.#ports}`
    const { listen } = await ask<{ listen: string }>(`${this.#url}/proxies`, {
      name,
      listen: '127.0.0.1:0',
      upstream: `127.0.0.1:${port}`,
    })
    return new ToxicPort(`${this.#url}/proxies/${name}`, Number(listen.split(':').at(-1)), otlpPath)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program.stop()
  }
}

/** Starts Toxiproxy; `seed` repeats the random part of its toxics. */
export async function startToxiproxy({ seed = 1 } = {}): Promise<Toxiproxy> {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not built. Run: npm run sidecar -- build toxiproxy`)
  const port = await freePort()
  const args = ['-host', '127.0.0.1', '-port', String(port), '-seed', String(seed)]
  const program = new Program({ name: 'toxiproxy', command: BINARY, args, env: { LOG_LEVEL: 'warn' } })
  const url = `http://127.0.0.1:${port}`
  await program.ready(`${url}/version`)
  return new Toxiproxy(program, url)
}

async function ask<T>(url: string, body: unknown, method = 'POST'): Promise<T> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const answer = await response.text()
  if (!response.ok) throw new Error(`Toxiproxy answered ${method} ${url} with ${response.status}: ${answer}`)
  return (answer === '' ? undefined : JSON.parse(answer)) as T
}
