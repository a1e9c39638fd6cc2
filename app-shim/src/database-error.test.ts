import { expect, it } from 'vitest'
import { classifyDatabaseError } from './database-error.ts'

const error = (message: string, code?: string) => Object.assign(new Error(message), code && { code })

it.each([
  [error('connect refused', 'ECONNREFUSED'), 'connection'],
  [error('reset', 'ECONNRESET'), 'connection'],
  [error('terminating connection due to administrator command', '57P01'), 'connection'],
  [error('Connection terminated unexpectedly'), 'connection'],
  [error('password authentication failed', '28P01'), 'connection'],
  [error('canceling statement due to statement timeout', '57014'), 'timeout'],
  [error('connect timed out', 'ETIMEDOUT'), 'timeout'],
  [error('sorry, too many clients already', '53300'), 'pool_exhausted'],
  [error('timeout exceeded when trying to connect'), 'pool_exhausted'],
  [error('duplicate key value', '23505'), 'query'],
  ['timeout', 'timeout'],
  [undefined, 'query'],
  [{ code: 7 }, 'query'],
])('counts %s as %s', (seen, kind) => {
  expect(classifyDatabaseError(seen)).toBe(kind)
})
