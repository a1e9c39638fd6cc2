import type { Paint } from '../terminal/colour.ts'
import type { Outcome } from './outcome.ts'

/** Outcomes side by side, for a terminal. */
export function drawText(outcomes: readonly Outcome[], paint: Paint): string {
  const lines: string[] = []
  const row = (label: string, of: (outcome: Outcome) => string) =>
    lines.push(`  ${label.padEnd(38)}${outcomes.map((outcome) => of(outcome).padStart(22)).join('')}`)
  const title = (text: string) => lines.push('', paint('bold', text))
  lines.push(
    `  ${''.padEnd(38)}${outcomes.map(({ config }) => paint('bold', last(config, 21).padStart(22))).join('')}`,
  )

  title('Kept')
  row('traces', ({ keptTraces, traces }) => `${int(keptTraces)} of ${int(traces)}`)
  row('spans', ({ keptSpans, spans }) => `${int(keptSpans)} of ${int(spans)}`)
  row('volume cut', ({ reduction }) => `${reduction.toFixed(1)} times`)
  for (const policy of keys(outcomes, ({ byPolicy }) => byPolicy))
    row(`  by ${policy}`, ({ byPolicy }) => `${int(byPolicy[policy]?.traces ?? 0)} traces`)

  title('Kept whole, of those that matter')
  for (const name of keys(outcomes, ({ recall }) => recall))
    row(name, ({ recall }) => {
      const { traces, whole, recall: share } = recall[name as keyof typeof recall]
      const text =
        traces === 0 ? 'none in the traffic' : `${percent(share * 100)} (${int(whole)} of ${int(traces)})`
      return share < 1 ? paint('red', text.padStart(22)) : text
    })

  title('Backends, a month of this traffic')
  for (const backend of [...new Set(outcomes.flatMap(({ backends }) => backends.map((one) => one.backend)))])
    row(backend, (outcome) => {
      const found = outcome.backends.find((one) => one.backend === backend)
      if (!found) return 'none'
      const cost = found.costPerMonth === undefined ? 'no price' : `$${found.costPerMonth.toFixed(2)}`
      return `${(found.bytesPerMonth / 1e9).toFixed(1)} GB, ${millions(found.spansPerMonth)} spans, ${cost}`
    })

  title('If numbers were read from kept traces (they are not: they are counted before sampling)')
  const [first] = outcomes
  for (const [index, { what, unit, threshold }] of (first?.sampledView ?? []).entries())
    row(what, ({ sampledView }) => {
      const { exact, fromKept } = sampledView[index] ?? { exact: 0, fromKept: 0 }
      const fires = threshold === undefined ? '' : fromKept > threshold !== exact > threshold ? ' WRONG' : ''
      return `${number(exact, unit)} → ${number(fromKept, unit)}${fires}`
    })

  title('Routes, kept of all')
  for (const route of keys(outcomes, ({ byRoute }) => byRoute).slice(0, 15))
    row(route, ({ byRoute }) => `${int(byRoute[route]?.kept ?? 0)} of ${int(byRoute[route]?.traces ?? 0)}`)

  title('The replay')
  row('memory of the sampler, at most', ({ peakMemoryBytes }) => `${Math.round(peakMemoryBytes / 1e6)} MB`)
  row('took', ({ elapsedMs }) => `${(elapsedMs / 1000).toFixed(1)} s`)
  row('traces longer than decision_wait', ({ lateTraces }) => int(lateTraces))
  for (const { what, inReality, inReplay } of first?.clock ?? [])
    lines.push(paint('gray', `  by the clock: ${what}: ${inReality}; replayed: ${inReplay}`))
  return `${lines.join('\n')}\n`
}

function keys<T>(
  outcomes: readonly Outcome[],
  of: (outcome: Outcome) => Readonly<Record<string, T>>,
): string[] {
  return [...new Set(outcomes.flatMap((outcome) => Object.keys(of(outcome))))]
}

const int = (value: number) => value.toLocaleString('en')
const percent = (value: number) => `${value === 100 ? '100' : value.toFixed(2)} %`
const millions = (value: number) => `${(value / 1e6).toFixed(1)} M`
const number = (value: number, unit: string) => `${value.toFixed(2)} ${unit}`
const last = (text: string, length: number) => (text.length > length ? `…${text.slice(1 - length)}` : text)
