/**
 * How the stand-in answers: it takes the request, never answers (`hang`), cuts the connection (`drop`), or answers with
 * a status and the headers of a rate limit. What it answers with 200 is taken.
 */
export type SentryAnswer = 'accept' | 'hang' | 'drop' | SentryStatus

/** A status with the headers Sentry sends along. */
interface SentryStatus {
  status: number
  /** Seconds, or a date. */
  retryAfter?: number | string
  /** Value of `X-Sentry-Rate-Limits`, e.g. `60:error;transaction:organization`. */
  rateLimits?: string
}

/** The answer as status and headers; undefined for those that are no answer. */
export function headersOf(
  answer: SentryAnswer,
): { status: number; headers: Record<string, string> } | undefined {
  if (answer === 'hang' || answer === 'drop') return undefined
  if (answer === 'accept') return { status: 200, headers: {} }
  const headers: Record<string, string> = {}
  if (answer.retryAfter !== undefined) headers['retry-after'] = String(answer.retryAfter)
  if (answer.rateLimits !== undefined) headers['x-sentry-rate-limits'] = answer.rateLimits
  return { status: answer.status, headers }
}
