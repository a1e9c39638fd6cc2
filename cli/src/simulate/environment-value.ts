import { SidecarError } from '../errors.ts'

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What the collector makes of `${env:NAME:-default}`: set and empty counts as set. */
export function resolveValue(text: string, environment: Environment): string {
  return text.replaceAll(
    /\$\{env:([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
    (_, name: string, fallback = '') => environment[name] ?? fallback,
  )
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a duration as Go writes it: `1m30s`. @throws SidecarError E_CONFIG naming `where`. */
export function goDuration(text: string, where: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text)
    throw new SidecarError('E_CONFIG', `${where}: "${text}" is no duration. Write for example 10s.`)
  return parts.reduce((total, [, number, unit = '']) => total + Number(number) * (UNIT_MS[unit] ?? 0), 0)
}
