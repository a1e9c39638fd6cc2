import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { signalGroup } from './signal-group.ts'

export interface ChildOptions {
  /** Word for people, e.g. "collector". */
  name: string
  command: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Everything the program prints goes here. */
  log: string
  /** Time from SIGTERM to SIGKILL. */
  graceMs: number
}

/** How a child ended. */
export interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A running program in a process group of its own: Ctrl-C in the terminal does not reach it, `stop` does. */
export interface Child {
  readonly name: string
  readonly pid: number
  readonly log: string
  readonly ended: Promise<Ending>
  /** SIGTERM to the whole group, SIGKILL after the grace period. Safe to call again; returns once it is gone. */
  stop(): Promise<Ending & { killed: boolean }>
}

/**
 * Starts a program with its output in a log file.
 *
 * @throws Error when it cannot be started at all
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, cwd, env, log, graceMs } = options
  const file = openSync(log, 'w')
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', file, file],
    detached: true,
    windowsHide: true,
  })
  closeSync(file)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(new Error(`${name} could not start: ${error.message}`)))
  })
  const pid = child.pid as number
  const ended = new Promise<Ending>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )

  async function stop(): Promise<Ending & { killed: boolean }> {
    let killed = false
    signalGroup(child, 'SIGTERM')
    const timer = setTimeout(() => {
      killed = true
      signalGroup(child, 'SIGKILL')
    }, graceMs)
    const ending = await ended
    clearTimeout(timer)
    // What the program itself left behind in its group goes with it.
    signalGroup(child, 'SIGKILL')
    return { ...ending, killed }
  }

  return { name, pid, log, ended, stop }
}
