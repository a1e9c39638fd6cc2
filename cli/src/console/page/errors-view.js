import { get } from './api.js'
import { h } from './dom.js'
import { ago } from './format.js'
import { withMasks } from './masks.js'

/** What Sentry got, newest first, each with the way to its trace. @param {HTMLElement} root */
export function errorsView(root) {
  async function refresh() {
    const { errors } = await get('/api/errors?limit=100')
    const traces = await known(errors)
    root
      .querySelector('#errors')
      ?.replaceChildren(
        ...(errors.length === 0
          ? [h('li.empty', {}, 'No error yet. Errors of the app and of browsers appear here, scrubbed.')]
          : errors.map((error) => row(error, traces.has(error.traceId)))),
      )
  }

  return {
    refreshMs: 3000,
    refresh,
    async show(_rest, moved) {
      document.title = 'Errors · sidecar'
      root.replaceChildren(
        h(
          'header.page-head',
          {},
          h('h1', { tabindex: '-1' }, 'Errors'),
          h('p.lead', {}, 'What was delivered to Sentry, joined with the kept traces by trace id.'),
        ),
        h('ol.errors', { id: 'errors' }),
      )
      if (moved) root.querySelector('h1').focus({ preventScroll: true })
      await refresh()
    },
  }
}

/** The trace ids of which the console holds the trace. */
async function known(errors) {
  if (errors.length === 0) return new Set()
  const { traces } = await get('/api/traces?limit=500&status=error')
  return new Set(traces.map(({ traceId }) => traceId))
}

function row({ title, transaction, level, platform, time, release, traceId, userId }, kept) {
  return h(
    'li.error',
    {},
    h(
      'header',
      {},
      h('h2', {}, h('bdi', {}, ...withMasks(title))),
      h('time', { datetime: time, title: time }, ago(time)),
    ),
    h(
      'p.meta',
      {},
      h('span.chip', {}, platform === 'node' ? 'server' : 'browser'),
      level && h('span', {}, level),
      transaction && h('bdi', {}, transaction),
      userId && h('bdi', {}, ...withMasks(`user ${userId}`)),
      release && h('span', {}, release),
      traceId && (kept ? h('a', { href: `#/trace/${traceId}` }, 'Open its trace') : h('code', {}, traceId)),
    ),
  )
}
