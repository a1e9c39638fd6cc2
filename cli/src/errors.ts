/** Every way the command line refuses or fails, by stable code; docs/errors.md has a heading for each. */
export const ERROR_CODES = [
  'E_USAGE',
  'E_PORT_TAKEN',
  'E_ALREADY_RUNNING',
  'E_GO_MISSING',
  'E_GO_TOO_OLD',
  'E_BUILD_FAILED',
  'E_NOT_READY',
  'E_SERVICE_ENDED',
  'E_ORDER_FAILED',
  'E_TRACE_MISSING',
  'E_RULER_UNREACHABLE',
  'E_RULER_REFUSED',
  'E_CONFIG',
  'E_COLLECTOR_UNREACHABLE',
  'E_TRAFFIC',
  'E_SENTRY_UNREACHABLE',
  'E_SENTRY_REFUSED',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** A failure the user can act on: printed without a stack. E_USAGE ends with exit code 2, all others with 1. */
export class SidecarError extends Error {
  override readonly name = 'SidecarError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }

  get exitCode(): 1 | 2 {
    return this.code === 'E_USAGE' ? 2 : 1
  }
}
