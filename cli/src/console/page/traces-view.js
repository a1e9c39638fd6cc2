import { get, listPath } from './api.js'
import { showDetail, showNote } from './trace-detail.js'
import { arrowKeys, showTraces } from './trace-list.js'

/** The kept traces and the spans of one. @param {HTMLElement} root */
export function tracesView(root) {
  const byId = (id) => root.querySelector(`#${id}`)
  const filters = byId('filters')
  let selected = ''
  let shown = ''
  let shownSpans = 0

  filters.addEventListener('input', refresh)
  filters.addEventListener('submit', (event) => event.preventDefault())
  arrowKeys(byId('traces'))

  async function refresh() {
    const filter = Object.fromEntries(new FormData(filters))
    const { traces } = await get(listPath(filter))
    showTraces(byId('traces'), traces, selected)
    for (const name of ['policy', 'route']) addOptions(filters.elements[name], traces, name)
    const filtered = Object.values(filter).some(Boolean)
    byId('empty').hidden = traces.length > 0
    byId('empty').textContent = filtered
      ? 'No kept trace fits the filter.'
      : 'No trace yet. Use the app: traces appear here once the collector has decided to keep them.'
    // A trace may arrive in several pieces.
    const current = traces.find(({ traceId }) => traceId === shown)
    if (current && current.spanCount !== shownSpans) await select(false)
  }

  async function select(moveFocus) {
    const pane = byId('detail')
    document.body.classList.toggle('has-trace', selected !== '')
    for (const row of byId('traces').querySelectorAll('a')) {
      if (row.dataset.traceId === selected) row.setAttribute('aria-current', 'true')
      else row.removeAttribute('aria-current')
    }
    if (!selected) {
      shown = ''
      document.title = 'Kept traces · sidecar'
      return showNote(pane, 'Choose a trace to see its spans.')
    }
    const trace = await get(`/api/traces/${selected}`)
    shown = selected
    shownSpans = trace.spanCount
    showDetail(pane, trace)
    document.title = `${trace.title} · sidecar`
    if (moveFocus) pane.querySelector('h1').focus({ preventScroll: true })
  }

  return {
    refreshMs: 1500,
    refresh,
    async show(_rest, moved) {
      selected = /^#\/trace\/([0-9a-f]{32})$/.exec(location.hash)?.[1] ?? ''
      await refresh()
      await select(moved)
    },
    key(event) {
      if (event.key === 'Escape' && selected) history.back()
      if (event.key !== '/') return
      event.preventDefault()
      filters.elements.text.focus()
    },
  }
}

/** Lists what was seen so far; a choice stays when its traces leave. */
function addOptions(select, traces, name) {
  const known = new Set([...select.options].map(({ value }) => value))
  for (const value of new Set(traces.map((trace) => trace[name]))) {
    if (value && !known.has(value)) select.append(new Option(value, value))
  }
}
