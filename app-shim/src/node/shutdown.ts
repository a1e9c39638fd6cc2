/** Longest time an exit waits for telemetry. The stop grace period of the platform must be longer. */
export const SHUTDOWN_BOUND_MILLIS = 3000

const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const
type Signal = keyof typeof SIGNAL_NUMBERS

/**
 * Flushes before the process ends on SIGTERM or SIGINT.
 *
 * Next.js answers a signal by finishing open requests and then calling `process.exit`, which would lose what is
 * queued. So on the first signal `process.exit` is replaced by one that flushes first, for 3 s at most, and then exits
 * with the same code. A process that has no signal handler of its own ends with 128 + the signal number.
 */
export function flushOnExit(flush: () => Promise<void>): void {
  for (const signal of Object.keys(SIGNAL_NUMBERS) as Signal[]) {
    process.once(signal, () => {
      const exit = flushBeforeExit(flush)
      if (process.listenerCount(signal) === 0) exit(128 + SIGNAL_NUMBERS[signal])
    })
  }
  process.once('beforeExit', () => void within(SHUTDOWN_BOUND_MILLIS, flush()))
}

let wrapped: ((code?: number) => void) | undefined

function flushBeforeExit(flush: () => Promise<void>): (code?: number) => void {
  if (wrapped) return wrapped
  const exit = process.exit.bind(process)
  let leaving = false
  wrapped = (code) => {
    if (leaving) return
    leaving = true
    if (code !== undefined) process.exitCode = code
    within(SHUTDOWN_BOUND_MILLIS, flush()).finally(() => exit())
  }
  process.exit = wrapped as typeof process.exit
  return wrapped
}

/** Resolves when the work settles or the time is over, whichever is first. Never rejects. */
export function within(millis: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    const finish = () => {
      clearTimeout(timer)
      resolve()
    }
    work.then(finish, finish)
  })
}
