import { lineChart } from './chart.js'
import { h } from './dom.js'
import { inUnit } from './units.js'

const SMALLEST_LIMIT = 1e-5

/**
 * What a panel shows for its answers. Values that never came are said to be missing, not drawn as 0.
 *
 * @param {object} panel of /api/dashboards/{name} @param {Array<object>} answers of its queries
 * @param {{from: number, to: number, width: number}} place the shown seconds, and how many pixels there are
 */
export function panelContent(panel, answers, place) {
  const series = answers.flatMap((answer) =>
    answer.series.map((one) => ({ ...one, points: numbers(one.points) })),
  )
  const complaints = answers.flatMap((answer) => answer.complaints)
  const draw = { timeseries: drawLines, stat: drawStat, bargauge: drawBars, table: drawTable }[panel.type]
  const empty = series.length === 0
  return [
    empty ? h('p.no-data', {}, 'No data') : draw(panel, series, answers, place),
    ...complaints.map((text) => h('p.complaint', {}, text)),
  ]
}

/** JSON has no NaN: what is not a number came as null. */
function numbers(points) {
  return points.map(([time, value]) => [time, value ?? Number.NaN])
}

function drawLines(panel, series, _answers, place) {
  const { unit, decimals, stacked, title } = panel
  return lineChart(series, { unit, decimals, stacked, title, limit: limitOf(panel.thresholds), ...place })
}

function drawStat({ unit, decimals, thresholds }, series) {
  return h(
    'div.stat',
    {},
    ...series.map(({ legend, labels, points }) => {
      const value = points.at(-1)?.[1] ?? Number.NaN
      return h(
        'div.stat-value',
        { 'data-worry': colourOf(value, thresholds) === 'red' },
        h('strong', {}, inUnit(value, unit, decimals)),
        Object.keys(labels).length > 0 && h('bdi', {}, legend),
      )
    }),
  )
}

function drawBars({ unit, decimals, thresholds, max }, series) {
  const rows = series
    .map(({ legend, points }) => ({ legend, value: points.at(-1)?.[1] ?? 0 }))
    .sort((a, b) => b.value - a.value)
  const full = max ?? Math.max(...rows.map(({ value }) => value), 0)
  return h(
    'ul.bars',
    {},
    ...rows.map(({ legend, value }) =>
      h(
        'li',
        { 'data-worry': colourOf(value, thresholds) === 'red' },
        h('bdi', {}, legend),
        h(
          'span.bar-track',
          {},
          h('span.bar-fill', { style: { width: `${Math.min(100, (value / full) * 100)}%` } }),
        ),
        h('b', {}, inUnit(value, unit, decimals)),
      ),
    ),
  )
}

function drawTable({ rows, columns, title }, _series, answers) {
  const labels = Object.entries(rows)
  const found = new Map()
  for (const { refId, series } of answers) {
    for (const { labels: of, points } of series) {
      const key = labels.map(([label]) => of[label] ?? '').join('\u0000')
      if (!found.has(key)) found.set(key, { names: labels.map(([label]) => of[label] ?? ''), values: {} })
      found.get(key).values[refId] = points.at(-1)?.[1] ?? Number.NaN
    }
  }
  const [first] = columns
  const sorted = [...found.values()].sort(
    (a, b) => (b.values[first.refId] ?? 0) - (a.values[first.refId] ?? 0),
  )
  return h(
    'div.table-box',
    { tabindex: '0', role: 'region', 'aria-label': title },
    h(
      'table.numbers',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...labels.map(([, name]) => h('th', {}, name)),
          ...columns.map(({ title: name }) => h('th.number', {}, name)),
        ),
      ),
      h('tbody', {}, ...sorted.map(({ names, values }) => tableRow(names, values, columns))),
    ),
  )
}

function tableRow(names, values, columns) {
  return h(
    'tr',
    {},
    ...names.map((name) => h('td', {}, h('bdi', {}, name))),
    ...columns.map(({ refId, unit, thresholds }) => {
      const value = values[refId] ?? Number.NaN
      return h('td.number', { 'data-worry': colourOf(value, thresholds) === 'red' }, inUnit(value, unit))
    }),
  )
}

/** The colour of the last step that the value has reached. */
export function colourOf(value, steps) {
  if (!Number.isFinite(value)) return undefined
  return steps.filter(({ value: from }) => from === null || value >= from).at(-1)?.color
}

/** Where worry begins, or undefined. A limit next to 0 says that anything is too much: there is no line to draw. */
function limitOf(steps) {
  return steps.find(({ color, value }) => color === 'red' && value > SMALLEST_LIMIT)?.value
}
