import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SidecarError } from '../errors.ts'
import { type Child, type ChildOptions, type Ending, startChild } from './child.ts'
import { logTail } from './log-tail.ts'
import { waitFor } from './wait-for.ts'

const READY_MS = 60_000
const SHOWN_LOG_LINES = 15

/** Starts programs, waits until each is ready, notices when one ends, and stops them in the order given. */
export interface Supervisor {
  /**
   * Starts a program and waits until `ready` answers.
   *
   * @throws SidecarError E_SERVICE_ENDED or E_NOT_READY with the last lines of its log
   */
  start(options: ChildOptions, ready: () => Promise<true | undefined>): Promise<Child>
  /** Rejects with E_SERVICE_ENDED as soon as a ready program ends by itself. */
  readonly failed: Promise<never>
  /** Stops everything: first the names in `order`, one after the other, then the rest together. */
  stop(order: readonly string[], onStopped?: (name: string, killed: boolean) => void): Promise<void>
  /** The programs that run now. */
  running(): readonly { name: string; pid: number }[]
}

export function createSupervisor(
  onChange: (running: readonly Child[]) => void = () => undefined,
): Supervisor {
  const children = new Map<string, Child>()
  let stopping = false
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Nobody may be listening yet when the first program ends.
  failed.catch(() => undefined)
  const guard = startGuard()

  function changed(): void {
    try {
      onChange([...children.values()])
    } catch (error) {
      fail(error as Error)
    }
  }

  async function start(options: ChildOptions, ready: () => Promise<true | undefined>): Promise<Child> {
    const child = await startChild(options)
    children.set(child.name, child)
    guard.tell(`+${child.pid}`)
    changed()
    const left = child.ended.then((ending) => {
      children.delete(child.name)
      guard.tell(`-${child.pid}`)
      changed()
      const error = new SidecarError(
        'E_SERVICE_ENDED',
        `${child.name} ${describe(ending)}.\n${lastLines(child)}`,
      )
      if (!stopping) fail(error)
      return error
    })
    const abort = new AbortController()
    const answer = await Promise.race([waitFor(ready, READY_MS, abort.signal), left])
    abort.abort()
    if (answer === true) return child
    if (answer instanceof Error) throw answer
    throw new SidecarError(
      'E_NOT_READY',
      `${child.name} was not ready after ${READY_MS / 1000} s.\n${lastLines(child)}`,
    )
  }

  async function stop(
    order: readonly string[],
    onStopped?: (name: string, killed: boolean) => void,
  ): Promise<void> {
    stopping = true
    const end = async (child: Child) => {
      const { killed } = await child.stop()
      onStopped?.(child.name, killed)
    }
    for (const name of order) {
      const child = children.get(name)
      if (child) await end(child)
    }
    await Promise.all([...children.values()].map(end))
    guard.close()
  }

  return {
    start,
    failed,
    stop,
    running: () => [...children.values()].map(({ name, pid }) => ({ name, pid })),
  }
}

function startGuard(): { tell(line: string): void; close(): void } {
  const script = fileURLToPath(new URL('guard.ts', import.meta.url))
  const guard = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.unref()
  guard.stdin.on('error', () => undefined)
  return { tell: (line) => guard.stdin.write(`${line}\n`), close: () => guard.stdin.end() }
}

function describe({ code, signal }: Ending): string {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`
}

function lastLines(child: Child): string {
  return `The end of its log (${child.log}):\n${logTail(child.log, SHOWN_LOG_LINES).replace(/^/gm, '  │ ')}`
}
