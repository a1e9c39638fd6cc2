import { get, listPath } from './api.js'
import { h } from './dom.js'
import { plural } from './format.js'
import { showDetail, showNote } from './trace-detail.js'
import { arrowKeys, showTraces } from './trace-list.js'

const REFRESH_MS = 1500

const byId = (id) => document.getElementById(id)
const filters = byId('filters')
let shown = ''
let shownSpans = 0

filters.addEventListener('input', refresh)
filters.addEventListener('submit', (event) => event.preventDefault())
addEventListener('hashchange', () => selectTrace(true))
addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
  if (event.key === '/' && !typing) {
    event.preventDefault()
    filters.elements.text.focus()
  }
  if (event.key === 'Escape') typing ? event.target.blur() : selected() && history.back()
})
arrowKeys(byId('traces'))

await refresh()
await selectTrace(false)
setInterval(() => document.visibilityState === 'visible' && refresh(), REFRESH_MS)

function selected() {
  return /^#\/trace\/([0-9a-f]{32})$/.exec(location.hash)?.[1] ?? ''
}

async function refresh() {
  await guarded(async () => {
    const filter = Object.fromEntries(new FormData(filters))
    const [{ traces }, status] = await Promise.all([get(listPath(filter)), get('/api/status')])
    showTraces(byId('traces'), traces, selected())
    showStatus(status)
    addOptions(
      'policy',
      traces.map(({ policy }) => policy),
    )
    addOptions(
      'route',
      traces.map(({ route }) => route),
    )
    const filtered = Object.values(filter).some(Boolean)
    byId('empty').hidden = traces.length > 0
    byId('empty').textContent = filtered
      ? 'No kept trace fits the filter.'
      : 'No trace yet. Use the app: traces appear here once the collector has decided to keep them.'
    // A trace may arrive in several pieces.
    const current = traces.find(({ traceId }) => traceId === shown)
    if (current && current.spanCount !== shownSpans) await selectTrace(false)
  })
}

async function selectTrace(moveFocus) {
  const traceId = selected()
  const pane = byId('detail')
  document.body.classList.toggle('has-trace', traceId !== '')
  for (const row of byId('traces').querySelectorAll('a')) {
    if (row.dataset.traceId === traceId) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
  if (!traceId) {
    shown = ''
    return showNote(pane, 'Choose a trace to see its spans.')
  }
  await guarded(async () => {
    const trace = await get(`/api/traces/${traceId}`)
    shown = traceId
    shownSpans = trace.spanCount
    showDetail(pane, trace)
    document.title = `${trace.title} · sidecar`
    if (moveFocus) pane.querySelector('h1').focus({ preventScroll: true })
  })
}

function showStatus({ traces, spans, evictedTraces, droppedSpans, links }) {
  const parts = [plural(traces, 'kept trace'), plural(spans, 'span')]
  if (evictedTraces > 0) parts.push(`${plural(evictedTraces, 'older trace')} let go`)
  if (droppedSpans > 0) parts.push(`${plural(droppedSpans, 'span')} beyond the limit of a trace`)
  const text = parts.join(' · ')
  if (byId('counts').textContent !== text) byId('counts').textContent = text
  if (byId('links').childElementCount === 0) {
    byId('links').append(...Object.entries(links).map(([name, href]) => h('a', { href }, name)))
  }
}

/** Lists what was seen so far; a choice stays when its traces leave. */
function addOptions(name, values) {
  const select = filters.elements[name]
  const known = new Set([...select.options].map(({ value }) => value))
  for (const value of new Set(values)) {
    if (value && !known.has(value)) select.append(h('option', { value }, value))
  }
}

/** Shows a failed request at the bottom of the page until the next one succeeds. */
async function guarded(work) {
  const problem = byId('problem')
  try {
    await work()
    problem.hidden = true
  } catch (error) {
    problem.textContent =
      error instanceof TypeError ? 'The console does not answer. Is npm start still running?' : error.message
    problem.hidden = false
  }
}
