import { SidecarError } from '../errors.ts'

/** Reads a port from a flag or variable: 1 to 65535, or 0 for "any free one". `source` names it in the error. */
export function parsePort(text: string, source: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new SidecarError(
    'E_USAGE',
    `${source}: "${text}" is not a port. Use 1 to 65535, or 0 for any free one.`,
  )
}
