import { h, policyChip } from './dom.js'
import { clock, duration } from './format.js'
import { waterfall } from './waterfall.js'

const REASONS = {
  'keep-errors': 'a span ended with an error',
  'keep-slow': 'it took longer than the limit for slow traces',
  'keep-payments': 'it contains a payment',
  'keep-registrations': 'it contains a registration',
  baseline: 'it is part of the share of ordinary traces that is kept',
}

/** Shows one trace. @param {HTMLElement} pane @param {object} trace the answer of /api/traces/{traceId} */
export function showDetail(pane, trace) {
  const reason = REASONS[trace.policy]
  pane.replaceChildren(
    h(
      'header.detail-head',
      {},
      h('a.back', { href: '#/' }, '← All traces'),
      h('h1', { tabindex: '-1' }, h('bdi', {}, trace.title)),
      h(
        'dl.facts',
        {},
        fact('Duration', duration(trace.durationMs)),
        fact('Spans', String(trace.spanCount)),
        fact('Status', statusBadge(trace.status)),
        fact('Service', h('bdi', {}, trace.service || '–')),
        fact('Started', h('time', { datetime: trace.startTime }, clock(trace.startTime))),
        fact('Trace id', copyable(trace.traceId)),
      ),
      h(
        'p.kept',
        {},
        policyChip(trace.policy),
        reason ? `Kept because ${reason}.` : 'Kept by the collector.',
      ),
    ),
    waterfall(trace),
    legend(trace.traceId),
  )
}

function legend(traceId) {
  const kinds = ['SERVER', 'CLIENT', 'INTERNAL'].map((kind) =>
    h('span', { 'data-kind': kind }, h('span.kind', { 'aria-hidden': 'true' }), kind.toLowerCase()),
  )
  const failed = h('span', { 'data-status': 'ERROR' }, h('span.kind', { 'aria-hidden': 'true' }), 'error')
  const keys = h('span', {}, 'Enter opens a span, arrow keys move')
  return h('p.hint', {}, ...kinds, failed, keys, h('a', { href: `/api/traces/${traceId}` }, 'JSON'))
}

/** Shows why there is no trace to show. @param {HTMLElement} pane @param {string} text */
export function showNote(pane, text) {
  pane.replaceChildren(h('p.note', {}, text))
}

function fact(term, ...value) {
  return h('div', {}, h('dt', {}, term), h('dd', {}, ...value))
}

function statusBadge(status) {
  const text = { ERROR: 'Error', OK: 'OK', UNSET: 'No error' }[status]
  return h('span.status', { 'data-status': status }, text)
}

function copyable(text) {
  const button = h('button.copy', { type: 'button', title: 'Copy' }, h('code', {}, text))
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    button.dataset.copied = ''
    setTimeout(() => delete button.dataset.copied, 1200)
  })
  return button
}
