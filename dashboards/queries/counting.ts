/**
 * How often something happened in the shown range. A series born inside it counts in full: `increase` alone would
 * not see the first failure of a counter that appears with it.
 *
 * @param by labels to keep; none gives one number
 */
export function countInRange(selector: string, ...by: string[]): string {
  return `sum${grouping(by)} ((last_over_time(${selector}[$__range]) unless last_over_time(${selector}[1h] offset $__range)) or increase(${selector}[$__range]))`
}

/** Events per second, over an interval that always holds enough points. */
export function perSecond(selector: string, ...by: string[]): string {
  return `sum${grouping(by)} (rate(${selector}[$__rate_interval]))`
}

/** `part` of `whole`: 0 without any part, nothing without a whole. Both must have the same labels. */
export function share(part: string, whole: string): string {
  return `((${part}) or 0 * (${whole})) / ((${whole}) > 0)`
}

/** A counter that appears with its first event, read as 0 before that as long as `witness` is there. */
export function orZero(expr: string, witness: string): string {
  return `(${expr}) or 0 * (${witness})`
}

/** A percentile of a histogram, interpolated inside its buckets; `window` defaults to the rate interval. */
export function percentile(
  percent: number,
  bucketSelector: string,
  by: string[] = [],
  window?: string,
): string {
  const labels = ['le', ...by].join(', ')
  const rate = `rate(${bucketSelector}[${window ?? '$__rate_interval'}])`
  return `histogram_quantile(${percent / 100}, sum by (${labels}) (${rate}))`
}

function grouping(by: readonly string[]): string {
  return by.length === 0 ? '' : ` by (${by.join(', ')})`
}
