import { get } from './api.js'
import { h } from './dom.js'
import { inUnit } from './units.js'

const SIGNALS = { spans: 'spans', metric_points: 'metric points', log_records: 'errors, replays, logs' }
/** From here on a queue is worth a look. */
const QUEUE_WORRY = 0.6

/** The way of everything through the collector, by its own counters. @param {HTMLElement} root */
export function flowView(root) {
  async function refresh() {
    const flow = await get('/api/flow')
    const stages = h(
      'ol.stages',
      {},
      stage('Received', 'from the app', ...received(flow)),
      stage('Scrubbed', 'values masked, by kind', ...scrubbed(flow)),
      stage('Counted', 'before sampling', ...counted(flow)),
      stage('Decided', 'traces, by policy', ...decided(flow)),
      stage('Delivered', 'to each backend', ...delivered(flow)),
    )
    const losses = lossesBox(flow)
    const box = root.querySelector('#flow')
    const incident = incidentBox(flow)
    if (box) box.replaceChildren(...[incident, stages, losses].filter(Boolean))
  }

  return {
    refreshMs: 3000,
    refresh,
    async show(_rest, moved) {
      document.title = 'Flow · sidecar'
      root.replaceChildren(
        h(
          'header.page-head',
          {},
          h('h1', { tabindex: '-1' }, 'Flow'),
          h(
            'p.lead',
            {},
            'What went through the collector since it started. It reports about itself every 15 seconds.',
          ),
        ),
        h('div', { id: 'flow', 'aria-live': 'off' }),
      )
      if (moved) root.querySelector('h1').focus({ preventScroll: true })
      await refresh()
    },
  }
}

function stage(title, subtitle, ...content) {
  return h('li.stage', {}, h('h2', {}, title), h('p.quiet', {}, subtitle), ...content)
}

function received({ received }) {
  return received
    .filter(({ count, signal }) => count > 0 || signal !== 'log_records')
    .flatMap(({ signal, count, perSecond, refused }) => [
      big(count, SIGNALS[signal], `${inUnit(perSecond, 'cps')} now`),
      refused > 0 && h('p.worry', {}, `${inUnit(refused)} refused, sent again by the app`),
    ])
}

function scrubbed({ findings }) {
  if (findings.length === 0) return [h('p.quiet', {}, 'Nothing personal found so far.')]
  return [bars(findings, (name) => h('mark.masked', {}, `[${name}]`))]
}

function counted({ counted }) {
  return [big(counted, 'spans became numbers', 'all of them, whatever is kept')]
}

function decided({ sampler: { kept, sampledOut, waiting, policies } }) {
  const all = kept + sampledOut
  const share = all > 0 ? kept / all : 0
  return [
    big(kept, 'traces kept', all > 0 ? inUnit(share, 'percentunit', 1) : undefined),
    h(
      'div.split',
      { role: 'img', 'aria-label': `${inUnit(kept)} kept, ${inUnit(sampledOut)} sampled out` },
      h('span.kept-part', { style: { width: `${share * 100}%` } }),
    ),
    h('p.quiet', {}, `${inUnit(sampledOut)} sampled out · ${inUnit(waiting)} wait for a verdict`),
    bars(policies, (name) => h('span.chip', { 'data-policy': name }, name.replace(/^keep-/, ''))),
  ]
}

function delivered({ backends }) {
  return backends.map(({ exporter, sent, queued, queueFill }) =>
    h(
      'section.backend',
      {},
      h('h3', {}, exporter),
      ...(sent.length === 0 ? [h('p.quiet', {}, 'nothing yet')] : []),
      ...sent.map(({ signal, count, perSecond }) =>
        big(count, SIGNALS[signal], `${inUnit(perSecond, 'cps')} now`),
      ),
      h(
        'div.queue',
        { 'data-worry': queueFill > QUEUE_WORRY },
        h('span', {}, `queue ${inUnit(queueFill, 'percentunit', 1)} full, ${inUnit(queued)} wait`),
        h('meter', {
          min: 0,
          max: 1,
          high: QUEUE_WORRY,
          value: queueFill,
          'aria-label': `Queue of ${exporter}`,
        }),
      ),
    ),
  )
}

function incidentBox({ sampler: { incidentSeconds } }) {
  if (!(incidentSeconds > 0)) return undefined
  const left = inUnit(incidentSeconds, 's')
  return h('p.incident', { role: 'status' }, `Incident mode: every trace is kept, for ${left} more.`)
}

function lossesBox({ losses }) {
  if (losses.length === 0) return h('p.all-well', { role: 'status' }, 'Nothing lost.')
  return h(
    'section.losses',
    { 'aria-label': 'Losses' },
    h('h2', {}, 'Lost'),
    h('ul', {}, ...losses.map(({ name, count }) => h('li', {}, h('b', {}, inUnit(count)), ` ${name}`))),
  )
}

function big(count, what, aside) {
  return h('p.big', {}, h('strong', {}, inUnit(count)), ` ${what}`, aside && h('span.quiet', {}, aside))
}

function bars(counts, name) {
  const most = Math.max(...counts.map(({ count }) => count), 1)
  return h(
    'ul.bars',
    {},
    ...counts.map((one) =>
      h(
        'li',
        {},
        name(one.name),
        h('b', {}, inUnit(one.count)),
        h('span.bar-track', {}, h('span.bar-fill', { style: { width: `${(one.count / most) * 100}%` } })),
      ),
    ),
  )
}
