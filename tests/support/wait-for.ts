import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 50
const DEFAULT_DEADLINE_MS = 15_000

/** How long to wait, and what to say when the wait ends in vain. */
export interface WaitOptions {
  /** Milliseconds until the wait fails. Default 15,000. */
  deadline?: number
  /** What was seen instead, asked for when the deadline has passed; printed in the error. */
  describe?: () => string | Promise<string>
}

/** What is left of `T` once a condition holds. */
export type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>

/**
 * Asks `condition` until it returns something truthy and hands that back. A condition that throws is asked
 * again: the last error becomes the cause of the failure.
 *
 * @throws Error after the deadline, with `describe()`.
 * @example const order = await waitFor(() => sink.spans.find((span) => span.name === 'POST /api/orders'))
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { deadline = DEFAULT_DEADLINE_MS, describe }: WaitOptions = {},
): Promise<Truthy<T>> {
  const end = performance.now() + deadline
  let lastError: unknown
  for (;;) {
    try {
      const value = await condition()
      if (value) return value as Truthy<T>
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    if (performance.now() >= end) break
    await pause(POLL_MS)
  }
  const seen = describe ? await describe() : String(lastError ?? 'The condition stayed false.')
  throw new Error(`Nothing after ${deadline} ms. ${seen}`, { cause: lastError })
}
