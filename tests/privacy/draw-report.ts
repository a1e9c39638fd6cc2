import type { Result, Verdict } from './run.ts'

/** Draws a result as Markdown: counts, then one table by kind, by encoding and by place. */
export function drawReport(result: Result): string {
  const promised = result.verdicts.filter(({ case: c }) => c.kind.promised)
  const measured = result.verdicts.filter(({ case: c }) => !c.kind.promised)
  const leaks = promised.filter(({ leak }) => leak !== undefined).length
  return [
    `Seed ${result.seed}. Planted ${count(result.verdicts)}, searched ${result.bytes} bytes.`,
    '',
    `- Promised cells: **${leaks} of ${count(promised)} leaked**.`,
    `- Found outside their own span or metric (span metrics, own metrics, logs, queue files): ${result.elsewhere.filter(({ case: c }) => c.kind.promised).length} of the promised kinds.`,
    `- Harmless values altered: ${result.altered.length} of ${result.negatives}${examples(result)}.`,
    '',
    table('Measured, not promised', measured, ({ case: c }) => c.kind.name),
    table('Kind', promised, ({ case: c }) => c.kind.name),
    table('Encoding', promised, ({ case: c }) => c.encoding.name),
    table('Place', promised, ({ case: c }) => c.place.name),
  ].join('\n')
}

function count(verdicts: readonly Verdict[]): string {
  return String(verdicts.length)
}

function examples({ altered }: Result): string {
  if (altered.length === 0) return ''
  const sorts = Map.groupBy(altered, ({ negative }) => negative.sort)
  return ` (${[...sorts].map(([sort, list]) => `${sort}: ${list.length}`).join(', ')})`
}

function table(title: string, verdicts: readonly Verdict[], group: (verdict: Verdict) => string): string {
  const rows = [...Map.groupBy(verdicts, group)].map(([name, list]) => {
    const leaked = list.filter(({ leak }) => leak !== undefined).length
    return `| ${name} | ${list.length} | ${leaked} |`
  })
  return [`| ${title} | planted | leaked |`, '|---|---:|---:|', ...rows, ''].join('\n')
}
