import { expect, test } from 'vitest'
import { readPromql } from './promql.ts'

test.each([
  ['sum by (a, b) (x)', ['a', 'b']],
  ['sum(x)', []],
  ['sum by (a) (x) / sum(y)', ['a']],
  ['time() - max by (a) (x)', ['a']],
  ['(2 * 3) - max by (a) (x)', ['a']],
  ['1 - (sum by (a) (x))', ['a']],
  ['sum by (a) (x) or sum by (b) (y)', ['a', 'b']],
  ['histogram_quantile(0.9, sum by (a, le) (rate(x_bucket[5m])))', ['a']],
  ['topk(5, sum by (a) (x))', ['a']],
  ['clamp_min(-sum by (a) (x), 0)', ['a']],
  ['vector(1)', []],
  ['max_over_time((sum by (a) (x))[5m:])', ['a']],
  ['x', undefined],
  ['rate(x[5m])', undefined],
  ['sum without (a) (x)', undefined],
  ['label_replace(sum by (a) (x), "b", "c", "", "")', undefined],
  ['sum by (a) (x) * on (a) group_left (b) y', undefined],
])('%s has the labels %j', (expr, labels) => {
  expect(readPromql(expr).result).toEqual(labels)
})
