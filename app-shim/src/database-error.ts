import { VALUES } from './names.ts'

export type DatabaseErrorKind = (typeof VALUES.databaseErrorKind)[number]

/** Socket errors, and the SQLSTATE classes 08 (connection) and 57P (server going away). */
const CONNECTION = /^(ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|08|57P|28)/
/** ETIMEDOUT, and the SQLSTATEs for a cancelled statement and a lock that was not granted in time. */
const TIMEOUT = /^(ETIMEDOUT|57014|55P03)$/
/** SQLSTATE too_many_connections; the driver's pool says the same only in its message. */
const EXHAUSTED_CODE = '53300'
const EXHAUSTED_MESSAGE = /timeout exceeded when trying to connect/i
const CONNECTION_MESSAGE = /connection (terminated|ended|closed|refused)/i

/**
 * The kind of a database error as the `ticketcap.database.errors` metric counts it: by error code where there is
 * one, else by the driver's message. What is none of the others is `query`.
 */
export function classifyDatabaseError(error: unknown): DatabaseErrorKind {
  if (isKind(error)) return error
  const { code, message } = describe(error)
  if (code === EXHAUSTED_CODE || EXHAUSTED_MESSAGE.test(message)) return 'pool_exhausted'
  if (TIMEOUT.test(code)) return 'timeout'
  if (CONNECTION.test(code) || CONNECTION_MESSAGE.test(message)) return 'connection'
  return 'query'
}

function isKind(value: unknown): value is DatabaseErrorKind {
  return VALUES.databaseErrorKind.some((kind) => kind === value)
}

function describe(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  return { code, message }
}
