/**
 * The value below which a share of the values lies; 0 of none.
 *
 * @example percentile(latencies, 0.99)
 */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}
