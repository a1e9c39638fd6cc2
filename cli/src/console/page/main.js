import { alertsView, watchAlerts } from './alerts-view.js'
import { get } from './api.js'
import { dashboardsView } from './dashboards-view.js'
import { h } from './dom.js'
import { errorsView } from './errors-view.js'
import { flowView } from './flow-view.js'
import { plural } from './format.js'
import { ledgerView } from './ledger-view.js'
import { guarded } from './problem.js'
import { tracesView } from './traces-view.js'

/** Keys that open a view from anywhere but a field. */
const KEYS = {
  t: '#/',
  f: '#/flow',
  l: '#/ledger',
  d: '#/dashboards/overview',
  a: '#/alerts',
  e: '#/errors',
}
const COUNTS_REFRESH_MS = 1500

/** Views by the first part of the address. A view has `show(rest, moved)`, `refresh()` and `refreshMs`. */
const VIEWS = {
  traces: tracesView(byId('traces-view')),
  flow: flowView(byId('page')),
  ledger: ledgerView(byId('page')),
  dashboards: dashboardsView(byId('page')),
  alerts: alertsView(byId('page')),
  errors: errorsView(byId('page')),
}

let current
let refreshed = 0
let watching

addEventListener('hashchange', () => open(true))
addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
  if (event.key === 'Escape' && typing) return event.target.blur()
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return
  if (!KEYS[event.key]) return VIEWS[current].key?.(event)
  // At once, so that the next key already meets the new view.
  history.pushState(null, '', KEYS[event.key])
  open(true)
})
setInterval(tick, 250)
setInterval(() => visible() && guarded(showCounts), COUNTS_REFRESH_MS)

await open(false)
await guarded(showCounts)

/** Shows the view of the address; `moved` when a person came from another one. */
async function open(moved) {
  const [, name = '', rest = ''] = /^#\/([\w-]*)\/?(.*)$/.exec(location.hash) ?? []
  const view = VIEWS[name] && name !== 'traces' ? name : 'traces'
  const changed = view !== current
  current = view
  byId('traces-view').hidden = view !== 'traces'
  byId('page').hidden = view === 'traces'
  if (changed) byId('page').replaceChildren()
  for (const tab of byId('tabs').querySelectorAll('a')) {
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page')
    else tab.removeAttribute('aria-current')
  }
  refreshed = performance.now()
  await guarded(() => VIEWS[view].show(rest, moved))
}

async function tick() {
  const view = VIEWS[current]
  if (!view || !visible() || performance.now() - refreshed < view.refreshMs) return
  refreshed = performance.now()
  await guarded(() => view.refresh())
}

async function showCounts() {
  const { traces, spans, evictedTraces, droppedSpans, links, offers } = await get('/api/status')
  const parts = [plural(traces, 'kept trace'), plural(spans, 'span')]
  if (evictedTraces > 0) parts.push(`${plural(evictedTraces, 'older trace')} let go`)
  if (droppedSpans > 0) parts.push(`${plural(droppedSpans, 'span')} beyond the limit of a trace`)
  const text = parts.join(' · ')
  if (byId('counts').textContent !== text) byId('counts').textContent = text
  if (offers.metrics && watching === undefined) watching = watchAlerts(byId('firing'))
  for (const tab of byId('tabs').querySelectorAll('[data-needs]')) tab.hidden = !offers[tab.dataset.needs]
  if (byId('links').childElementCount === 0) {
    byId('links').append(...Object.entries(links).map(([name, href]) => h('a', { href }, name)))
  }
}

function visible() {
  return document.visibilityState === 'visible'
}

function byId(id) {
  return document.getElementById(id)
}
