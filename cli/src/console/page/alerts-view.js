import { get } from './api.js'
import { h } from './dom.js'
import { ago, plural } from './format.js'

const WATCH_MS = 10_000

/** What fires, what is about to, and what is quiet. @param {HTMLElement} root */
export function alertsView(root) {
  async function refresh() {
    const { alerting, active, quiet, broken } = await get('/api/alerts')
    const firing = active.filter(({ state }) => state === 'firing')
    const pending = active.filter(({ state }) => state === 'pending')
    root
      .querySelector('#alert-states')
      ?.replaceChildren(
        ...[
          !alerting &&
            h('p.worry', {}, 'Alerting is not running: Watchdog does not fire, so silence means nothing.'),
          ...broken.map(({ name, error }) => h('p.worry', {}, `${name} cannot be evaluated: ${error}`)),
          h('h2', {}, firing.length === 0 ? 'Nothing fires' : `${plural(firing.length, 'alert')} firing`),
          ...firing.map(card),
          pending.length > 0 && h('h2', {}, `${plural(pending.length, 'alert')} about to fire`),
          ...pending.map(card),
          h('h2', {}, `${plural(quiet.length, 'rule')} quiet`),
          h('ul.quiet-rules', {}, ...quiet.map((name) => h('li', {}, name))),
        ].filter(Boolean),
      )
  }

  return {
    refreshMs: 5000,
    refresh,
    async show(_rest, moved) {
      document.title = 'Alerts · sidecar'
      root.replaceChildren(
        h(
          'header.page-head',
          {},
          h('h1', { tabindex: '-1' }, 'Alerts'),
          h('p.lead', {}, 'The rules of alerts/, as Prometheus evaluates them now.'),
        ),
        h('div.alerts', { id: 'alert-states' }),
      )
      if (moved) root.querySelector('h1').focus({ preventScroll: true })
      await refresh()
    },
  }
}

function card({ name, state, severity, summary, description, runbook, dashboard, traces, since }) {
  const board = /^\/d\/ticketcap-(\w+)/.exec(dashboard)?.[1]
  return h(
    'article.alert',
    { 'data-state': state, 'data-severity': severity },
    h(
      'header',
      {},
      h('h3', {}, name),
      h('span.chip', { 'data-severity': severity }, severity),
      h('time', { datetime: since, title: since }, ago(since)),
    ),
    h('p.summary', { dir: 'auto' }, summary),
    h('p', { dir: 'auto' }, description),
    h(
      'p.ways',
      {},
      board && h('a', { href: `#/dashboards/${board}` }, 'Dashboard'),
      h('span.quiet', {}, runbook),
    ),
    traces && h('code.query', {}, traces),
  )
}

/** Keeps the number of firing alerts in sight; none while Prometheus does not answer. @param {HTMLElement} badge */
export function watchAlerts(badge) {
  const look = async () => {
    const response = await fetch('/api/alerts').catch(() => undefined)
    const firing = response?.ok
      ? (await response.json()).active.filter(({ state }) => state === 'firing').length
      : 0
    badge.hidden = firing === 0
    badge.textContent = String(firing)
    badge.setAttribute('aria-label', `${firing} firing`)
  }
  look()
  return setInterval(() => document.visibilityState === 'visible' && look(), WATCH_MS)
}
