import { DatabaseUnavailable } from '../database.ts'
import { InvalidInput } from '../orders/guest-input.ts'

/** An error as a route answers it. */
export interface Failure {
  readonly status: 400 | 503
  readonly body: { readonly error: string; readonly message: string }
}

/** What to answer for an error we know; undefined for one that must reach onRequestError. */
export function knownFailure(error: unknown): Failure | undefined {
  if (error instanceof InvalidInput) {
    return { status: 400, body: { error: 'INVALID_INPUT', message: error.message } }
  }
  if (error instanceof DatabaseUnavailable) {
    return { status: 503, body: { error: 'DATABASE_UNAVAILABLE', message: error.message } }
  }
  return undefined
}
