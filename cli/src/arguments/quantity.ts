import { SidecarError } from '../errors.ts'

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }

/** Reads a number of seconds such as `30` or `0.5`. `source` names it in the error. */
export function parseSeconds(text: string, source: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new SidecarError('E_USAGE', `${source}: "${text}" is not a number of seconds. Use for example 30.`)
}

/** Reads a duration such as `90s`, `10m`, `1h` in milliseconds. `source` names it in the error. */
export function parseMilliseconds(text: string, source: string): number {
  return parse(text, MILLISECONDS, source, 'a duration. Write a number and ms, s, m, h or d, for example 10m')
}

/** Reads a size such as `500kB`, `200MB`, `1GB` in bytes. `source` names it in the error. */
export function parseBytes(text: string, source: string): number {
  return parse(text, BYTES, source, 'a size. Write a number and B, kB, MB or GB, for example 200MB')
}

function parse(text: string, units: Readonly<Record<string, number>>, source: string, what: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text.trim()) ?? []
  const factor = units[unit]
  if (number !== undefined && factor !== undefined) return Number(number) * factor
  throw new SidecarError('E_USAGE', `${source}: "${text}" is not ${what}.`)
}
