import { h, policyChip } from './dom.js'
import { ago, clock, duration, plural } from './format.js'

/** Slower than this, a duration is drawn full width. Shorter ones are drawn on a square-root scale. */
const FULL_WIDTH_MS = 2000

/**
 * Shows the list, keeping the focus where it was.
 *
 * @param {HTMLElement} list
 * @param {Array<object>} traces
 * @param {string} selected trace id
 */
export function showTraces(list, traces, selected) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.traceId : undefined
  list.replaceChildren(...traces.map((trace) => row(trace, trace.traceId === selected)))
  if (focused) list.querySelector(`[data-trace-id="${focused}"]`)?.focus({ preventScroll: true })
}

function row(trace, current) {
  const width = `${Math.max(2, Math.min(100, Math.sqrt(trace.durationMs / FULL_WIDTH_MS) * 100))}%`
  return h(
    'li',
    {},
    h(
      'a.trace',
      {
        href: `#/trace/${trace.traceId}`,
        'data-trace-id': trace.traceId,
        'data-status': trace.status,
        'aria-current': current && 'true',
      },
      h(
        'span.name',
        {},
        h('bdi.title', {}, trace.title),
        trace.status === 'ERROR' && h('span.error-mark', {}, 'error'),
      ),
      h('span.time', {}, duration(trace.durationMs)),
      h('span.meter', { 'aria-hidden': 'true' }, h('span.meter-fill', { style: { width } })),
      h(
        'span.meta',
        {},
        policyChip(trace.policy),
        h('span', {}, plural(trace.spanCount, 'span')),
        h('time', { datetime: trace.startTime, title: clock(trace.startTime) }, ago(trace.startTime)),
      ),
    ),
  )
}

/** Moves the focus between rows with the arrow keys, Home and End. @param {HTMLElement} list */
export function arrowKeys(list) {
  list.addEventListener('keydown', (event) => {
    const rows = [...list.querySelectorAll('a')]
    const at = rows.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (to === undefined || !rows[to]) return
    event.preventDefault()
    rows[to].focus()
  })
}
