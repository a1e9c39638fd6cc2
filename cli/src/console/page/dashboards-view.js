import { get } from './api.js'
import { h } from './dom.js'
import { panelContent } from './panel.js'

const DEFAULT_RANGE_SECONDS = 900
/** Panels asked at once: browsers open six connections to a server. */
const AT_ONCE = 4
/** Pixels below which a drawing is scaled down instead. */
const NARROWEST = 260

/** The boards of dashboards/grafana, drawn here. @param {HTMLElement} root */
export function dashboardsView(root) {
  let board
  let range = DEFAULT_RANGE_SECONDS
  let visit = 0

  async function show(name, moved) {
    visit += 1
    const [{ dashboards }, layout] = await Promise.all([
      get('/api/dashboards'),
      get(`/api/dashboards/${name || 'overview'}`),
    ])
    board = layout
    document.title = `${board.title.replace(/^.* \/ /, '')} · sidecar`
    root.replaceChildren(head(dashboards, board), grid(board))
    if (moved) root.querySelector('h1').focus({ preventScroll: true })
    await refresh()
  }

  /** Fills every panel; stops when another board is opened meanwhile. */
  async function refresh() {
    const mine = visit
    const waiting = board.panels.filter(({ type, traceql }) => type !== 'row' && traceql.length === 0)
    const fill = async () => {
      for (let panel = waiting.shift(); panel && mine === visit; panel = waiting.shift())
        await fillPanel(panel, mine)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, fill))
  }

  async function fillPanel(panel, mine) {
    const body = root.querySelector(`#panel-${panel.id} .panel-body`)
    const to = Date.now() / 1000
    const { answers } = await get(`/api/dashboards/${board.name}/panels/${panel.id}?range=${range}`)
    if (mine !== visit || !body) return
    const width = Math.max(NARROWEST, body.clientWidth)
    body.replaceChildren(...panelContent(panel, answers, { from: to - range, to, width }))
  }

  function head(dashboards, { name, description, ranges, title }) {
    const links = dashboards.map((one) =>
      h('a', { href: `#/dashboards/${one.name}`, 'aria-current': one.name === name && 'page' }, one.title),
    )
    const select = h(
      'select',
      { 'aria-label': 'Shown time', onchange: (event) => choose(Number(event.target.value)) },
      ...ranges.map((seconds) =>
        h('option', { value: seconds, selected: seconds === range }, rangeText(seconds)),
      ),
    )
    return h(
      'header.page-head',
      {},
      h('h1', { tabindex: '-1' }, title.replace(/^.* \/ /, '')),
      h('p.lead', {}, description),
      h('nav.sub-tabs', { 'aria-label': 'Dashboards' }, ...links),
      h('label.range', {}, 'Last ', select),
    )
  }

  async function choose(seconds) {
    range = seconds
    visit += 1
    await refresh()
  }

  return { refreshMs: 10_000, show, refresh }
}

function grid({ panels }) {
  return h('div.panels', {}, ...panels.map(panelBox))
}

function panelBox({ id, type, title, description, gridPos, traceql }) {
  const place = { '--place': `${gridPos.x + 1} / span ${gridPos.w}` }
  if (type === 'row') return h('h2.panel-row', {}, title)
  return h(
    'section.panel',
    { id: `panel-${id}`, 'data-type': type, style: place, 'aria-labelledby': `panel-title-${id}` },
    h(
      'header',
      {},
      h('h3', { id: `panel-title-${id}` }, title),
      h('details.about', {}, h('summary', { 'aria-label': `About ${title}` }, 'i'), h('p', {}, description)),
    ),
    h(
      'div.panel-body',
      {},
      ...(traceql.length > 0 ? traceSearch(traceql) : [h('p.no-data.waiting', {}, '…')]),
    ),
  )
}

/** The console keeps traces in memory and has no query language: it says what Grafana would search for. */
function traceSearch(traceql) {
  return [
    h(
      'p.quiet',
      {},
      'A search of the trace store, shown in Grafana. Here, look under ',
      h('a', { href: '#/' }, 'Traces'),
      '.',
    ),
    ...traceql.map((query) => h('code.query', {}, query)),
  ]
}

function rangeText(seconds) {
  return seconds < 3600 ? `${seconds / 60} minutes` : seconds === 3600 ? 'hour' : `${seconds / 3600} hours`
}
