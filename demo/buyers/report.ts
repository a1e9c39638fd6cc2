import type { Truth } from './truth.ts'

/** The counts as a table for people. */
export function reportText(truth: Truth): string {
  const routes = Object.entries(truth.requests).sort(([a], [b]) => a.localeCompare(b))
  const lines = routes.map(([route, statuses]) => {
    const counts = Object.entries(statuses).map(([status, count]) => `${status} ×${count}`)
    const latency = truth.latencyMs[route]
    return `  ${route.padEnd(26)} ${counts.join('  ').padEnd(44)} p50 ${latency?.p50} ms  p99 ${latency?.p99} ms`
  })
  const payments = Object.entries(truth.payments).flatMap(([status, byCurrency]) =>
    Object.entries(byCurrency).map(
      ([currency, { count, amountMinor }]) =>
        `  ${status.padEnd(26)} ${`×${count}`.padEnd(8)} ${(amountMinor / 100).toFixed(2)} ${currency}`,
    ),
  )
  const registrations = Object.entries(truth.registrations).map(
    ([status, count]) => `  ${status.padEnd(26)} ×${count}`,
  )
  const unanswered = Object.values(truth.noAnswer).reduce((sum, count) => sum + count, 0)
  return [
    'Requests',
    ...lines,
    'Registrations',
    ...registrations,
    'Payments',
    ...payments,
    `Without an answer: ${unanswered}. Not sent because too many were open: ${truth.shed}.`,
    '',
  ].join('\n')
}
