import type { Outcome } from './outcome.ts'

const STYLE = `
:root { color-scheme: light dark; --bar: #3f6fd8; --bad: #c93c37; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); font-weight: 600; }
svg { display: block; } rect { fill: var(--bar); } rect.bad { fill: var(--bad); }
`

/** One page without anything from elsewhere: it opens from a disk and from an artifact of a pull request. */
export function drawHtml(outcomes: readonly Outcome[], problems: readonly string[], traffic: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What sampling keeps</title><style>${STYLE}</style>
<h1>What sampling keeps</h1>
<p>Traffic: ${escapeHtml(traffic)}. Each configuration ran on the real collector.</p>
${verdict(problems)}
${section('Kept', outcomes, keptRows)}
${section('Kept whole, of those that matter', outcomes, recallRows)}
${section('Backends, a month of this traffic', outcomes, backendRows)}
${section('If numbers were read from kept traces', outcomes, viewRows)}
${section('Routes, kept of all', outcomes, routeRows)}
${section('The replay', outcomes, replayRows)}
</html>
`
}

type Rows = (
  outcome: Outcome,
) => readonly (readonly [label: string, value: string, bar?: number, bad?: boolean])[]

function verdict(problems: readonly string[]): string {
  if (problems.length === 0) return '<p><strong>Everything that matters is kept whole.</strong></p>'
  return `<ul>${problems.map((problem) => `<li class="bad">${escapeHtml(problem)}</li>`).join('')}</ul>`
}

function section(title: string, outcomes: readonly Outcome[], rows: Rows): string {
  const tables = outcomes.map((outcome) => rows(outcome))
  const labels = [...new Set(tables.flatMap((table) => table.map(([label]) => label)))]
  const head = outcomes.map(({ config }) => `<th class="n">${escapeHtml(config)}</th>`).join('')
  const body = labels.map((label) => {
    const cells = tables.map((table) => {
      const [, value = '', bar, bad] = table.find((row) => row[0] === label) ?? []
      return `<td class="n${bad ? ' bad' : ''}">${escapeHtml(value)}${bar === undefined ? '' : drawBar(bar, bad)}</td>`
    })
    return `<tr><td>${escapeHtml(label)}</td>${cells.join('')}</tr>`
  })
  return `<h2>${escapeHtml(title)}</h2><table><tr><th></th>${head}</tr>${body.join('')}</table>`
}

/** A share from 0 to 1. */
function drawBar(share: number, bad = false): string {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 200)
  const label = `${(share * 100).toFixed(1)} %`
  return `<svg role="img" aria-label="${label}" width="200" height="8"><rect${bad ? ' class="bad"' : ''} width="${width}" height="8"/></svg>`
}

const keptRows: Rows = (outcome) => [
  [
    'traces',
    `${int(outcome.keptTraces)} of ${int(outcome.traces)}`,
    outcome.keptTraces / Math.max(1, outcome.traces),
  ],
  [
    'spans',
    `${int(outcome.keptSpans)} of ${int(outcome.spans)}`,
    outcome.keptSpans / Math.max(1, outcome.spans),
  ],
  ['volume cut', `${outcome.reduction.toFixed(1)} times`],
  ...Object.entries(outcome.byPolicy).map(
    ([policy, { traces }]) =>
      [`by ${policy}`, `${int(traces)} traces`, traces / Math.max(1, outcome.keptTraces)] as const,
  ),
]

const recallRows: Rows = ({ recall }) =>
  Object.entries(recall).map(
    ([name, { traces, whole, recall: share }]) =>
      [name, `${int(whole)} of ${int(traces)}`, share, share < 1] as const,
  )

const backendRows: Rows = ({ backends }) =>
  backends.map(({ backend, bytesPerMonth, spansPerMonth, costPerMonth, price }) => [
    price ? `${backend} (${price.name}; ${price.source})` : backend,
    `${(bytesPerMonth / 1e9).toFixed(1)} GB, ${(spansPerMonth / 1e6).toFixed(1)} M spans, ` +
      (costPerMonth === undefined ? 'no price' : `$${costPerMonth.toFixed(2)}`),
  ])

const viewRows: Rows = ({ sampledView }) =>
  sampledView.map(({ what, unit, exact, fromKept, threshold }) => [
    what,
    `${exact.toFixed(2)} → ${fromKept.toFixed(2)} ${unit}`,
    undefined,
    threshold !== undefined && fromKept > threshold !== exact > threshold,
  ])

const routeRows: Rows = ({ byRoute }) =>
  Object.entries(byRoute).map(([route, { traces, kept }]) => [
    route,
    `${int(kept)} of ${int(traces)}`,
    kept / traces,
  ])

const replayRows: Rows = ({ peakMemoryBytes, elapsedMs, lateTraces, clock }) => [
  ['memory of the sampler, at most', `${Math.round(peakMemoryBytes / 1e6)} MB`],
  ['took', `${(elapsedMs / 1000).toFixed(1)} s`],
  ['traces longer than decision_wait', int(lateTraces)],
  ...clock.map(
    ({ what, inReality, inReplay }) =>
      [`by the clock: ${what}`, `${inReality}; replayed: ${inReplay}`] as const,
  ),
]

const int = (value: number) => value.toLocaleString('en')

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
