import { h } from './dom.js'
import { stacked, ticksIn } from './scale.js'
import { svg } from './svg.js'
import { inUnit } from './units.js'

const HEIGHT = 190
const EDGE = { top: 8, right: 8, bottom: 22, left: 62 }
const COLOURS = 8
/** More lines than this nobody tells apart: the legend says how many are left out. */
const MOST_LINES = 12

/**
 * Lines over time, with the limit of an alert and a legend that shows the value under the pointer.
 *
 * @param {Array<{legend: string, points: Array<[number, number]>}>} series
 * @param {{unit: string, decimals?: number, stacked: boolean, limit?: number, from: number, to: number, title: string, width: number}} options
 */
export function lineChart(series, options) {
  const shown = series
    .map((one) => ({ ...one, last: lastOf(one.points) }))
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0))
    .slice(0, MOST_LINES)
  const drawn = options.stacked ? stacked(shown) : shown
  const tops = drawn.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite)
  const limits = options.limit !== undefined && options.limit > 0 ? [options.limit] : []
  const highest = Math.max(...tops, 0)
  // A limit far above everything would flatten the lines: it is then named, not drawn.
  const near = limits.filter((limit) => limit <= highest * 4)
  const ticks = ticksIn(options.unit, Math.min(0, ...tops), Math.max(highest, ...near) || 1)
  const x = (time) => EDGE.left + ((time - options.from) / (options.to - options.from)) * innerWidth(options)
  const y = (value) =>
    EDGE.top + INNER_HEIGHT - ((value - ticks[0]) / (ticks.at(-1) - ticks[0])) * INNER_HEIGHT
  const drawing = svg(
    'svg',
    {
      viewBox: `0 0 ${options.width} ${HEIGHT}`,
      class: 'chart',
      role: 'img',
      'aria-label': describe(options, shown),
    },
    ...ticks.map((tick) => gridLine(y(tick), inUnit(tick, options.unit), options.width)),
    ...timeMarks(options, x),
    ...drawn.map((one, index) => line(one, index, { x, y, filled: options.stacked })),
    ...near.map((limit) =>
      svg('line', {
        class: 'limit',
        x1: EDGE.left,
        x2: options.width - EDGE.right,
        y1: y(limit),
        y2: y(limit),
      }),
    ),
  )
  const legend = legendOf(shown, series.length, options)
  followPointer(drawing, shown, legend, options)
  return h('div.chart-box', {}, drawing, legend)
}

const INNER_HEIGHT = HEIGHT - EDGE.top - EDGE.bottom

function innerWidth({ width }) {
  return width - EDGE.left - EDGE.right
}

function gridLine(at, text, width) {
  return svg(
    'g',
    {},
    svg('line', { class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: at, y2: at }),
    svg('text', { class: 'tick-label', x: EDGE.left - 6, y: at + 4, 'text-anchor': 'end' }, text),
  )
}

function timeMarks({ from, to }, x) {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const time = from + (to - from) * share
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle'
    return svg(
      'text',
      { class: 'tick-label', x: x(time), y: HEIGHT - 6, 'text-anchor': anchor },
      timeOfDay(time),
    )
  })
}

function line({ points }, index, { x, y, filled }) {
  const pieces = continuous(points)
  const colour = `colour-${index % COLOURS}`
  return svg(
    'g',
    { class: `series ${colour}` },
    ...pieces.map((piece) => {
      const path = piece.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`)
      if (piece.length === 1)
        return svg('circle', { cx: x(piece[0][0]), cy: y(piece[0][1]), r: 2, class: 'dot' })
      return svg('polyline', { class: 'line', points: path.join(' ') })
    }),
    ...(filled ? pieces : []).map((piece) => {
      const upper = piece.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`)
      const lower = [...piece]
        .reverse()
        .map(([time, , base]) => `${x(time).toFixed(1)},${y(base ?? 0).toFixed(1)}`)
      return svg('polygon', { class: 'area', points: [...upper, ...lower].join(' ') })
    }),
  )
}

/** Where there was no value, the line has a gap. */
function continuous(points) {
  const step =
    points.length > 1 ? Math.min(...points.slice(1).map(([time], index) => time - points[index][0])) : 0
  const pieces = []
  let piece = []
  for (const point of points) {
    const gap = piece.length > 0 && point[0] - piece.at(-1)[0] > step * 1.5
    if ((gap || !Number.isFinite(point[1])) && piece.length > 0) {
      pieces.push(piece)
      piece = []
    }
    if (Number.isFinite(point[1])) piece.push(point)
  }
  if (piece.length > 0) pieces.push(piece)
  return pieces
}

function legendOf(shown, total, { unit, decimals, limit }) {
  const entries = shown.map(({ legend, last }, index) =>
    h(
      'li',
      { class: `colour-${index % COLOURS}` },
      h('span.swatch', { 'aria-hidden': 'true' }),
      h('bdi', {}, legend || 'value'),
      h('b', {}, last === undefined ? '–' : inUnit(last, unit, decimals)),
    ),
  )
  const rest = total - shown.length
  return h(
    'ul.legend',
    {},
    ...entries,
    rest > 0 && h('li.quiet', {}, `and ${rest} more`),
    limit > 0 &&
      h('li.limit-key', {}, h('span.swatch', { 'aria-hidden': 'true' }), `limit ${inUnit(limit, unit)}`),
  )
}

/** Values at the pointer instead of the last ones, and a line where it is. */
function followPointer(drawing, shown, legend, options) {
  const cursor = svg('line', {
    class: 'cursor',
    y1: EDGE.top,
    y2: HEIGHT - EDGE.bottom,
    visibility: 'hidden',
  })
  drawing.append(cursor)
  const values = [...legend.querySelectorAll('li > b')]
  const write = (pick) =>
    shown.forEach((one, index) => {
      const value = pick(one)
      values[index].textContent = value === undefined ? '–' : inUnit(value, options.unit, options.decimals)
    })
  drawing.addEventListener('pointermove', (event) => {
    const box = drawing.getBoundingClientRect()
    const at = ((event.clientX - box.left) / box.width) * options.width
    const share = Math.max(0, Math.min(1, (at - EDGE.left) / innerWidth(options)))
    const time = options.from + share * (options.to - options.from)
    cursor.setAttribute('x1', String(EDGE.left + share * innerWidth(options)))
    cursor.setAttribute('x2', String(EDGE.left + share * innerWidth(options)))
    cursor.setAttribute('visibility', 'visible')
    write(({ points }) => nearest(points, time)?.[1])
  })
  drawing.addEventListener('pointerleave', () => {
    cursor.setAttribute('visibility', 'hidden')
    write(({ last }) => last)
  })
}

function nearest(points, time) {
  return points.reduce(
    (best, point) => (best && Math.abs(best[0] - time) <= Math.abs(point[0] - time) ? best : point),
    undefined,
  )
}

function lastOf(points) {
  return points.findLast(([, value]) => Number.isFinite(value))?.[1]
}

function describe({ title, unit }, shown) {
  const parts = shown.map(
    ({ legend, last }) => `${legend} ${last === undefined ? 'no value' : inUnit(last, unit)}`,
  )
  return `${title}: ${parts.join(', ')}`
}

function timeOfDay(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
}
