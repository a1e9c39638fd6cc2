import { h } from './dom.js'
import { duration, valueText } from './format.js'
import { withMasks } from './masks.js'

const TICKS = 4

/** The spans of a trace as a tree with bars on one time axis. @param {object} trace */
export function waterfall(trace) {
  const rows = inTreeOrder(trace.spans)
  const origin = BigInt(
    trace.spans.reduce(
      (low, { startTimeUnixNano: at }) => (BigInt(at) < BigInt(low) ? at : low),
      trace.spans[0].startTimeUnixNano,
    ),
  )
  const scale = { origin, total: Math.max(trace.durationMs, 0.001) }
  const list = h('ol.spans', {}, ...rows.map(({ span, depth }) => spanRow(span, depth, scale)))
  list.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button.span')]
    const at = buttons.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (at < 0 || to === undefined || !buttons[to]) return
    event.preventDefault()
    buttons[to].focus()
  })
  return h('div.waterfall', {}, axis(scale.total), list)
}

/** Parents before children, children in the order of start; a span whose parent is not here starts its own tree. */
export function inTreeOrder(spans) {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const children = new Map()
  for (const span of spans) {
    const parent = ids.has(span.parentSpanId) ? span.parentSpanId : ''
    children.set(parent, [...(children.get(parent) ?? []), span])
  }
  const rows = []
  const visited = new Set()
  const visit = (span, depth) => {
    if (visited.has(span.spanId)) return
    visited.add(span.spanId)
    rows.push({ span, depth })
    for (const child of children.get(span.spanId) ?? []) visit(child, depth + 1)
  }
  for (const root of children.get('') ?? []) visit(root, 0)
  // Spans that name each other as parents have no root; they are shown all the same.
  for (const span of spans) visit(span, 0)
  return rows
}

function axis(total) {
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => index / TICKS)
  return h(
    'div.axis',
    { 'aria-hidden': 'true' },
    h('span.axis-title', {}, 'Span'),
    h(
      'div.ticks',
      {},
      ...ticks.map((at) => h('span.tick', { style: { left: `${at * 100}%` } }, duration(at * total))),
    ),
  )
}

function spanRow(span, depth, { origin, total }) {
  const offset = Number(BigInt(span.startTimeUnixNano) - origin) / 1e6
  const left = Math.min(100, (offset / total) * 100)
  const width = Math.min(100 - left, (span.durationMs / total) * 100)
  const details = h('div.details', { hidden: true })
  const button = h(
    'button.span',
    { type: 'button', 'aria-expanded': 'false', 'data-status': span.status.code, 'data-kind': span.kind },
    h(
      'span.label',
      { style: { 'padding-inline-start': `${Math.min(depth, 12) * 14}px` } },
      h('span.kind', { title: span.kind }, span.kind.toLowerCase()),
      h('bdi.span-name', { title: span.name }, span.name),
    ),
    h(
      'span.track',
      {},
      h('span.bar', { style: { left: `${left}%`, width: `max(3px, ${width}%)` } }),
      ...span.events.map((event) => eventMark(event, origin, total)),
      h('span.took', tookPlace(left, width), duration(span.durationMs)),
    ),
  )
  button.addEventListener('click', () => {
    const open = details.hidden
    if (open && details.childElementCount === 0) details.append(...spanDetails(span, offset, origin))
    details.hidden = !open
    button.setAttribute('aria-expanded', String(open))
  })
  return h('li', {}, button, details)
}

/** The duration stands inside a long bar, otherwise on the side that has room. */
function tookPlace(left, width) {
  if (width > 25) return { 'data-inside': true, style: { left: `calc(${left}% + 8px)` } }
  if (left + width > 80) return { style: { right: `calc(${100 - left}% + 8px)` } }
  return { style: { left: `calc(${left + width}% + 8px)` } }
}

function eventMark(event, origin, total) {
  const at = (Number(BigInt(event.timeUnixNano) - origin) / 1e6 / total) * 100
  return h('span.event', { title: event.name, style: { left: `${Math.max(0, Math.min(100, at))}%` } })
}

function spanDetails(span, offset, origin) {
  const when = `starts at ${duration(offset)}, takes ${duration(span.durationMs)}`
  return [
    h('p.when', {}, `${span.kind.toLowerCase()} span ${span.spanId}, ${when}`),
    span.status.code === 'ERROR' &&
      h(
        'p.failure',
        {},
        'Error',
        span.status.message && ': ',
        h('bdi', {}, ...withMasks(span.status.message)),
      ),
    table('Attributes', span.attributes),
    ...span.events.map((event) =>
      table(
        `Event ${event.name} at ${duration(Number(BigInt(event.timeUnixNano) - origin) / 1e6)}`,
        event.attributes,
        true,
      ),
    ),
    table(`Scope ${span.scope.name} ${span.scope.version}`.trim(), span.scope.attributes),
    table('Resource', span.resource),
  ].filter(Boolean)
}

function table(title, attributes, evenEmpty = false) {
  const keys = Object.keys(attributes).sort()
  if (keys.length === 0 && !evenEmpty) return undefined
  const lines = keys.map((key) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, key),
      h('td', { dir: 'auto' }, ...withMasks(valueText(attributes[key]))),
    ),
  )
  return h('table', {}, h('caption', {}, title), h('tbody', {}, ...lines))
}
