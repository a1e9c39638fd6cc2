import { parse } from 'yaml'
import { type Environment, resolveValue } from './environment-value.ts'

/** Below this a threshold is likelier seconds than milliseconds. */
const SMALLEST_THRESHOLD_MS = 50

/** Values of sampling rules that a collector accepts and that hardly anybody means, one sentence each. */
export function lintSampling(text: string, file: string, environment: Environment): string[] {
  const config = parse(text) as { processors?: Record<string, { policies?: unknown[] }> } | null
  return Object.entries(config?.processors ?? {})
    .filter(([id]) => id.split('/')[0] === 'tail_sampling')
    .flatMap(([id, { policies = [] }]) =>
      policies.flatMap((policy) => lint(policy, `${file} › ${id}`, environment)),
    )
}

function lint(node: unknown, where: string, environment: Environment): string[] {
  if (Array.isArray(node)) return node.flatMap((inner) => lint(inner, where, environment))
  if (typeof node !== 'object' || node === null) return []
  const { name } = node as { name?: unknown }
  const here = typeof name === 'string' ? `${where} › ${name}` : where
  return Object.entries(node).flatMap(([key, value]) => {
    const problem =
      typeof value === 'object' ? undefined : problemWith(key, resolveValue(String(value), environment))
    return problem ? [`${here} › ${key}: ${problem}`] : lint(value, here, environment)
  })
}

function problemWith(key: string, value: string): string | undefined {
  const number = Number(value)
  if (key === 'sampling_percentage') {
    if (!Number.isFinite(number) || number < 0 || number > 100)
      return `"${value}" is no percentage. Give a number from 0 to 100.`
    if (number > 0 && number < 1)
      return `${value} keeps ${value} % of traces, not ${number * 100} %. For ${number * 100} % write ${number * 100}.`
  }
  if (key === 'threshold_ms' && number < SMALLEST_THRESHOLD_MS)
    return `${value} ms is shorter than any request. It is in milliseconds: 2 s are 2000.`
  if ((key === 'spans_per_second' || key === 'bytes_per_second') && !(number > 0))
    return `"${value}" keeps nothing. Give a number above 0.`
  return undefined
}
