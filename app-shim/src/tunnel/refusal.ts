/** Why an envelope of a browser is not taken, as it is answered. */
export interface Refusal {
  readonly status: 400 | 403 | 408 | 413 | 415 | 429 | 503
  /** Where, what was seen, what to do. Never quotes the request. */
  readonly reason: string
  readonly retryAfterSeconds?: number
}

/** The answer to a request that is refused. */
export function refusalResponse({ status, reason, retryAfterSeconds }: Refusal): Response {
  const headers = { ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }) }
  return Response.json({ error: reason }, { status, headers })
}
