import { quoted } from './quoted.ts'

/**
 * Reads `key=value,key=value` with percent-encoded values, as the OTEL_* list variables use it.
 * A pair that cannot be read is reported without its value, which may be a secret, and left out.
 */
export function parsePairs(
  raw: string | undefined,
  report: (detail: string) => void,
): Record<string, string> {
  const pairs: Record<string, string> = {}
  for (const part of (raw ?? '').split(',')) {
    if (part.trim() === '') continue
    const at = part.indexOf('=')
    const key = part.slice(0, Math.max(at, 0)).trim()
    if (key === '') {
      report(`has a pair without a key (${part.length} characters). Write key=value,key=value.`)
      continue
    }
    try {
      pairs[decodeURIComponent(key)] = decodeURIComponent(part.slice(at + 1).trim())
    } catch {
      report(`has a value that is not percent-encoded under ${quoted(key)}. Write % as %25.`)
    }
  }
  return pairs
}
