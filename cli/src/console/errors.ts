import type { ErrorSummary } from '../sentry/stand-in/error-summary.ts'
import { HttpError } from './http-error.ts'

/** Where errors are read from: the stand-in of Sentry. Newest first. */
export interface ErrorSource {
  errors(filter: { limit?: number; traceId?: string }): ErrorSummary[]
}

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

/**
 * Answers `GET /api/errors?limit=&trace=`: what Sentry got, newest first, each with its trace id. Undefined for another
 * route; without a source the list is empty.
 *
 * @throws HttpError 400 for a limit or a trace id that is none
 */
export function answerErrors(
  route: string,
  parameters: URLSearchParams,
  source: ErrorSource | undefined,
): { errors: ErrorSummary[] } | undefined {
  if (route !== 'GET /api/errors') return undefined
  const limit = Number(parameters.get('limit') ?? DEFAULT_LIMIT)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new HttpError(400, 'query limit', 'no such number', `Use a whole number from 1 to ${MAX_LIMIT}.`)
  }
  const traceId = parameters.get('trace') ?? undefined
  if (traceId !== undefined && !/^[0-9a-f]{32}$/.test(traceId)) {
    throw new HttpError(400, 'query trace', `${traceId.length} characters`, 'Use 32 hexadecimal digits.')
  }
  return { errors: source?.errors({ limit, traceId }) ?? [] }
}
