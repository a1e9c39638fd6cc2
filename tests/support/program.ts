import { type ChildProcess, spawn } from 'node:child_process'
import { rememberOutput } from './output-on-failure.ts'
import { waitFor } from './wait-for.ts'

const DEFAULT_GRACE_MS = 15_000

/** Taken over from the environment of the test run; everything else a program reads must be given to it. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'NODE_EXTRA_CA_CERTS']

/** How to start a program. */
export interface ProgramOptions {
  /** What the program is called in failure reports. */
  name: string
  command: string
  args?: readonly string[]
  /** Its whole environment, apart from PATH, HOME and the temporary directory. */
  env?: Record<string, string | undefined>
  /** Default: where this process runs. */
  cwd?: string
}

/** How a program ended: an exit code, or the signal that killed it. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  /** Milliseconds since the stop was asked for; 0 when nobody asked. */
  afterMs: number
}

/** A child process whose output is kept and which is stopped when it leaves scope (`await using`). */
export class Program implements AsyncDisposable {
  readonly name: string
  readonly exited: Promise<Exit>
  #child: ChildProcess
  #output = ''
  #exit: Exit | undefined
  #stopAskedAt: number | undefined

  constructor({ name, command, args = [], env = {}, cwd }: ProgramOptions) {
    this.name = name
    const inherited = Object.fromEntries(INHERITED.map((key) => [key, process.env[key]]))
    this.#child = spawn(command, args, {
      cwd,
      env: { ...inherited, ...env } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.exited = new Promise((resolve, reject) => {
      this.#child.once('error', (cause) => reject(new Error(`${name}: ${command} did not start`, { cause })))
      this.#child.once('close', (code, signal) => {
        const afterMs = this.#stopAskedAt === undefined ? 0 : performance.now() - this.#stopAskedAt
        this.#exit = { code, signal, afterMs }
        resolve(this.#exit)
      })
    })
    // Callers await `exited` when it matters to them; until then a start failure must not crash the run.
    this.exited.catch((error: Error) => {
      this.#output += `${error.message}: ${error.cause}\n`
      this.#exit ??= { code: null, signal: null, afterMs: 0 }
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    rememberOutput(this)
  }

  /** Standard output and standard error so far, in the order they arrived. */
  get output(): string {
    return this.#output
  }

  /** The end of the program, undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Waits until `url` answers 200, and fails at once when the program ends first. */
  async ready(url: string, deadline = 30_000): Promise<void> {
    await waitFor(
      async () => this.exit !== undefined || (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok,
      { deadline, describe: () => `${this.name} did not answer ${url}. Its output:\n${this.output}` },
    )
    if (this.exit) throw new Error(`${this.name} ended before it was ready. Its output:\n${this.output}`)
  }

  /** Sends `signal` and waits for the end; a program still there after `graceMs` is killed. */
  async stop({ signal = 'SIGTERM' as NodeJS.Signals, graceMs = DEFAULT_GRACE_MS } = {}): Promise<Exit> {
    if (this.#exit) return this.#exit
    this.#stopAskedAt ??= performance.now()
    this.#child.kill(signal)
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), graceMs)
    try {
      return await this.exited
    } finally {
      clearTimeout(kill)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
