import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 50

/**
 * Repeats `check` until it returns something other than undefined.
 *
 * @returns undefined when the deadline passes first
 */
export async function waitFor<Value>(
  check: () => Promise<Value | undefined>,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Value | undefined> {
  const deadline = Date.now() + deadlineMs
  do {
    const value = await check()
    if (value !== undefined) return value
    await delay(POLL_MS, undefined, { signal })
  } while (Date.now() < deadline)
  return undefined
}

/** True when the address answers with a status below 400; undefined (ask again) otherwise. */
export async function answers(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.ok ? true : undefined
  } catch {
    // Not listening yet: the caller's deadline decides.
    return undefined
  }
}
