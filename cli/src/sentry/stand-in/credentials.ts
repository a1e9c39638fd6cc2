import type { IncomingMessage } from 'node:http'

/** What Sentry answers instead of taking a request; undefined when the request may pass. */
export interface Refusal {
  status: 401 | 403
  detail: string
}

/** Checks the key of a request as Sentry does: from `X-Sentry-Auth`, else from `sentry_key` in the query. */
export function refusal(request: IncomingMessage, query: URLSearchParams, key: string): Refusal | undefined {
  const header = request.headers['x-sentry-auth']
  const sent = typeof header === 'string' ? keyOfHeader(header) : (query.get('sentry_key') ?? undefined)
  if (sent === undefined) return { status: 401, detail: 'missing authorization information' }
  if (sent !== key) return { status: 403, detail: 'event submission rejected with_reason: ProjectId' }
  return undefined
}

/** `Sentry sentry_version=7, sentry_key=abc` or `sentry sentry_key=abc`. */
function keyOfHeader(header: string): string | undefined {
  const [scheme = '', ...rest] = header.split(' ')
  if (scheme.toLowerCase() !== 'sentry') return undefined
  for (const pair of rest.join(' ').split(',')) {
    const [name, value] = pair.trim().split('=')
    if (name === 'sentry_key' && value) return value
  }
  return undefined
}
