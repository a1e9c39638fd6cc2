import type { Outcome } from './outcome.ts'

/** Limits a run may be held to. */
export interface Budget {
  /** In the currency of the price file. */
  readonly maxCostPerMonth?: number
  /** Kept spans, percent of all. */
  readonly maxKeptPercentage?: number
  /** Classes whose recall may be below 100 %. */
  readonly mayLose: readonly string[]
}

/** What a run breaks, one sentence each: where, what was seen, what to do. Empty when it passes. */
export function broken(outcome: Outcome, budget: Budget): string[] {
  const problems: string[] = []
  for (const [name, { traces, whole, cut, lost, examples }] of Object.entries(outcome.recall)) {
    if (whole === traces || budget.mayLose.includes(name)) continue
    problems.push(
      `${outcome.config}: ${lost} of ${traces} ${name} traces are lost and ${cut} cut, for example ${examples[0]}. ` +
        `Keep them by a policy, or allow it with --may-lose=${name}.`,
    )
  }
  const cost = outcome.backends.reduce((total, { costPerMonth = 0 }) => total + costPerMonth, 0)
  if (budget.maxCostPerMonth !== undefined && cost > budget.maxCostPerMonth)
    problems.push(
      `${outcome.config}: ${cost.toFixed(2)} a month is over --max-cost=${budget.maxCostPerMonth}. Keep a smaller share.`,
    )
  const percentage = outcome.spans === 0 ? 0 : (outcome.keptSpans / outcome.spans) * 100
  if (budget.maxKeptPercentage !== undefined && percentage > budget.maxKeptPercentage)
    problems.push(
      `${outcome.config}: ${percentage.toFixed(1)} % of spans are kept, over --max-kept=${budget.maxKeptPercentage}. ` +
        `Keep a smaller share.`,
    )
  return problems
}
