/// <reference lib="dom" />
import { type PageTrace, traceparentOf } from './page-trace.ts'

/** Next.js fetches pages a visitor may go to. */
const PREFETCH_HEADER = 'next-router-prefetch'

/** The part of `window` that is changed; replaced in tests. */
export interface Fetching {
  fetch: typeof fetch
  readonly location: { readonly href: string; readonly origin: string }
}

/**
 * Gives every call of the page to its own origin a trace of its own, which the server continues. Sentry's SDK would put
 * all calls of a page into one trace; the collector decides about a trace once, so the calls of the minutes that follow
 * would share the fate of the first.
 *
 * @param tunnelPath is left alone: reports are no part of what they report
 */
export function propagateTraceparent(window: Fetching, trace: PageTrace, tunnelPath: string): void {
  const original = window.fetch
  window.fetch = function tracedFetch(this: unknown, input, init) {
    const headers = headersOf(input, init)
    if (!isOwnCall(window, input, tunnelPath) || headers.has('traceparent')) {
      return original.call(this as typeof globalThis, input, init)
    }
    const traceId = trace.begin()
    headers.set('traceparent', traceparentOf(traceId))
    const answer = original.call(this as typeof globalThis, input, { ...init, headers })
    if (headers.has(PREFETCH_HEADER)) return answer
    trace.enter(traceId)
    // What the page does with the answer belongs to the same trace, however long it took.
    const arrived = () => trace.enter(traceId)
    answer.then(arrived, arrived)
    return answer
  }
}

function headersOf(input: RequestInfo | URL, init: RequestInit | undefined): Headers {
  return new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
}

function isOwnCall({ location }: Fetching, input: RequestInfo | URL, tunnelPath: string): boolean {
  const address = input instanceof Request ? input.url : String(input)
  if (!URL.canParse(address, location.href)) return false
  const url = new URL(address, location.href)
  return url.origin === location.origin && url.pathname !== tunnelPath
}
