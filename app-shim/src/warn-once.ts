import { ERRORS, type ErrorCode } from './errors.ts'
import { sharedState } from './shared-state.ts'

/** Prints a warning; injected where a test wants to read it. */
export type Warn = (code: ErrorCode, subject: string, detail: string) => void

/**
 * Prints one line per code and subject for the life of the process.
 *
 * @example warnOnce('E_ENDPOINT_INVALID', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'is "htp:/x". Use http://host:4317.')
 */
export const warnOnce: Warn = (code, subject, detail) => {
  const { warned } = sharedState()
  const key = `${code} ${subject}`
  if (warned.has(key)) return
  warned.add(key)
  console.warn(`[telemetry] ${code} ${subject} ${detail} (${ERRORS[code]})`)
}
