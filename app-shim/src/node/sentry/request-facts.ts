import { cleanUrl } from '../hygiene-processor.ts'
import type { RequestRecord } from './request-records.ts'

/** Headers that help to understand an error and name nobody. */
const TOLD_HEADERS = ['content-type', 'user-agent'] as const

/** The part of a request that is told with its errors: no query, cookie, body or address. */
export interface RequestFacts {
  readonly transaction: string
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Record<string, string>
  }
}

/** The facts of a recorded request; undefined for work that is no request. */
export function requestFacts({ request }: RequestRecord): RequestFacts | undefined {
  if (request === undefined) return undefined
  const { method = 'GET', headers } = request
  const path = cleanUrl(request.url ?? '/')
  const told = TOLD_HEADERS.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, value]]
  })
  const host = headers.host === undefined ? '' : `http://${headers.host}`
  return {
    transaction: `${method} ${path}`,
    request: { method, url: `${host}${path}`, headers: Object.fromEntries(told) },
  }
}
