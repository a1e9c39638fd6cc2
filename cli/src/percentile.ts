/**
 * The value below which a share of the values lies, from 0 to 1; 0 of none.
 *
 * @example percentile(latencies, 0.99)
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
