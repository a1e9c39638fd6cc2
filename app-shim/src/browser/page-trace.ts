/**
 * After this the collector may have decided about a trace, by default 10 s after its first span. Whatever comes later
 * begins a trace of its own, or its link could lead to a trace that was sampled out.
 */
const LIFETIME_MILLIS = 8000
const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/

/** The trace that the page is in: that of its own request at first, then that of its last call. */
export interface PageTrace {
  /** Begins a trace. */
  begin(): string
  /** Makes a trace the one the page is in. */
  enter(traceId: string): void
  /** The trace the page is in, a new one when the last is over. */
  current(): string
}

/**
 * @param traceparent of the page's own request, where Next.js has written one into the page
 * @param onChange told about every trace the page enters
 * @param now milliseconds; replaced in tests
 */
export function pageTrace(
  traceparent: string | undefined,
  onChange: (traceId: string) => void,
  now: () => number = Date.now,
): PageTrace {
  let traceId = ''
  let enteredAt = 0
  const enter = (entered: string) => {
    traceId = entered
    enteredAt = now()
    onChange(entered)
  }
  enter(TRACEPARENT.exec(traceparent ?? '')?.[1] ?? randomHex(16))
  return {
    begin: () => randomHex(16),
    enter,
    current() {
      if (now() - enteredAt > LIFETIME_MILLIS) enter(randomHex(16))
      return traceId
    },
  }
}

/** The header that makes a call part of a trace. The flag asks to record: the collector samples, not the page. */
export function traceparentOf(traceId: string): string {
  return `00-${traceId}-${randomHex(8)}-01`
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
