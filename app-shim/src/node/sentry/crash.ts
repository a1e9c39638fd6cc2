import type { ErrorPort } from '../../error-port.ts'
import { within } from '../within.ts'

/** How Node.js ends after an error that nobody caught. */
const CRASH_EXIT_CODE = 1

/**
 * Sends errors that nobody caught, and changes nothing else: a process that would end still ends, with the same code
 * and its error on stderr, after what is queued has been sent or the bound is over; one that the app keeps alive lives on.
 */
export function captureCrashes(
  port: Pick<ErrorPort, 'captureError'>,
  stop: () => Promise<void>,
  boundMillis: number,
): void {
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    const fatal = process.listenerCount('uncaughtException') === 0
    port.captureError(error, {
      level: fatal ? 'fatal' : 'error',
      mechanism: {
        type: origin === 'unhandledRejection' ? 'onunhandledrejection' : 'onuncaughtexception',
        handled: false,
      },
    })
    if (!fatal) return
    // Node.js would end before anything is sent. A listener added now is asked in its place.
    process.once('uncaughtException', (uncaught) => {
      console.error(uncaught)
      process.exitCode = CRASH_EXIT_CODE
      within(boundMillis, stop()).then(() => process.exit(CRASH_EXIT_CODE))
    })
  })
  // Without a listener a rejection becomes an uncaught exception, seen above. With one, only here. Next.js has one; to
  // add one where there is none would keep a process alive that has to end.
  if (process.listenerCount('unhandledRejection') > 0) {
    process.on('unhandledRejection', (reason) => {
      port.captureError(reason, { mechanism: { type: 'onunhandledrejection', handled: false } })
    })
  }
}
