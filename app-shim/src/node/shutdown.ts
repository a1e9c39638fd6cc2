import { makeAnswersTheLast } from './last-answers.ts'
import { within } from './within.ts'

const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const
type Signal = keyof typeof SIGNAL_NUMBERS

/**
 * Runs `stop` before the process ends: on SIGTERM, on SIGINT and when there is nothing left to do.
 *
 * Next.js answers a signal by finishing open requests and then calling `process.exit`, which would lose what is
 * queued. So on the first signal `process.exit` is replaced by one that stops telemetry first and then exits with the
 * same code. A process without a signal handler of its own ends with 128 + the signal number.
 *
 * From the signal on, every answer ends its connection: without that, Next.js never finishes behind a busy proxy.
 *
 * @param stop must settle within `boundMillis`; the process does not wait longer
 */
export function stopOnExit(stop: () => Promise<void>, boundMillis: number): void {
  for (const signal of Object.keys(SIGNAL_NUMBERS) as Signal[]) {
    // First in line: a handler of the app may call process.exit at once.
    process.prependOnceListener(signal, () => {
      wrapExit(stop, boundMillis)
      makeAnswersTheLast()
      if (process.listenerCount(signal) === 0) process.exit(128 + SIGNAL_NUMBERS[signal])
    })
  }
  process.once('beforeExit', async () => {
    const stopped = await within(boundMillis, stop())
    // Open connections to a collector that does not answer would hold the process.
    if (!stopped) process.exit()
  })
}

let exitIsWrapped = false

function wrapExit(stop: () => Promise<void>, boundMillis: number): void {
  if (exitIsWrapped) return
  exitIsWrapped = true
  const exit = process.exit.bind(process)
  let leaving = false
  process.exit = ((code?: number | string | null) => {
    if (leaving) return
    leaving = true
    if (code !== undefined) process.exitCode = code
    within(boundMillis, stop()).then(() => exit())
  }) as typeof process.exit
}
