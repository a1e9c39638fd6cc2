import { nearest } from '../arguments/nearest.ts'
import { HttpError } from './http-error.ts'
import type { TraceFilter } from './store.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500
const NAMES = ['limit', 'route', 'status', 'policy', 'service', 'text']
const STATUSES = ['OK', 'ERROR', 'UNSET'] as const

/** Reads the filter of GET /api/traces. Throws HttpError 400 for an unknown name or a value that does not fit. */
export function parseFilter(parameters: URLSearchParams): TraceFilter {
  for (const name of parameters.keys()) {
    if (NAMES.includes(name)) continue
    const guess = nearest(name, NAMES)
    throw new HttpError(
      400,
      'query',
      `unknown parameter "${name}"`,
      guess ? `Did you mean "${guess}"?` : `Known: ${NAMES.join(', ')}.`,
    )
  }
  const value = (name: string) => parameters.get(name) || undefined
  return {
    limit: parseLimit(value('limit')),
    status: parseStatus(value('status')),
    route: value('route'),
    policy: value('policy'),
    service: value('service'),
    text: value('text'),
  }
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw new HttpError(400, 'query limit', `"${text}"`, `Use a whole number from 1 to ${MAX_LIMIT}.`)
}

function parseStatus(text: string | undefined): TraceFilter['status'] {
  if (text === undefined) return undefined
  const status = STATUSES.find((known) => known === text.toUpperCase())
  if (status) return status
  throw new HttpError(400, 'query status', `"${text}"`, 'Use error, ok or unset.')
}
