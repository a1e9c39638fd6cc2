import { get } from './api.js'
import { h } from './dom.js'
import { plural } from './format.js'

const SIGNALS = { traces: 'Spans', metrics: 'Metric points', logs: 'Errors, replays, logs' }
/** What stands behind a sum, by its verdict. */
const VERDICTS = {
  closed: () => 'closes',
  waiting: (difference) => `${difference} still waiting`,
  surplus: (difference) => `${difference} more out than in: a queue from before the start, or sent twice`,
  missing: (difference) => `${difference} missing`,
  off: () => 'switched off',
}

/** What every part of the collector took, handed on and lost. @param {HTMLElement} root */
export function ledgerView(root) {
  async function refresh() {
    const { accounts } = await get('/api/ledger')
    const signals = Map.groupBy(accounts, ({ signal }) => signal)
    root
      .querySelector('#ledger')
      ?.replaceChildren(
        closing(accounts),
        ...[...signals].flatMap(([signal, places]) => sums(signal, places)),
      )
  }

  return {
    refreshMs: 2000,
    refresh,
    async show(_rest, moved) {
      document.title = 'Ledger · sidecar'
      root.replaceChildren(
        h(
          'header.page-head',
          {},
          h('h1', { tabindex: '-1' }, 'Ledger'),
          h(
            'p.lead',
            {},
            'What every part of the collector took, handed on and lost since it started. The same as ',
            h('code', {}, 'npm run ledger'),
            '.',
          ),
        ),
        h('div.ledger', { id: 'ledger', 'aria-live': 'off' }),
      )
      if (moved) root.querySelector('h1').focus({ preventScroll: true })
      await refresh()
    },
  }
}

function closing(accounts) {
  const missing = accounts.filter(({ verdict }) => verdict === 'missing')
  if (missing.length === 0) return h('p.all-well', { role: 'status' }, 'Every sum closes.')
  const where = missing.map(({ place, difference }) => `${plural(difference, 'item')} at ${place}`)
  return h('p.worry', { role: 'status' }, `Nobody counted what became of ${where.join(', ')}.`)
}

function sums(signal, places) {
  return [
    h('h2', { id: `ledger-${signal}` }, SIGNALS[signal]),
    h('ol.sums', { 'aria-labelledby': `ledger-${signal}` }, ...places.map(sum)),
  ]
}

function sum({ place, entered, entries, difference, verdict }) {
  const shown = number(Math.abs(difference))
  return h(
    'li.sum',
    { 'data-verdict': verdict },
    h('h3', {}, place),
    h('p.entered', {}, h('b', {}, number(entered)), ' in'),
    h(
      'ul.fates',
      {},
      ...entries.map(({ fate, what, count }) =>
        h('li', { 'data-fate': count > 0 && fate, title: fate }, h('b', {}, number(count)), ` ${what}`),
      ),
    ),
    h('p.verdict', {}, VERDICTS[verdict](shown)),
  )
}

const number = (count) => count.toLocaleString('en')
