import { deflateSync } from 'node:zlib'
import type { ItemLiteral } from '../support/sentry-envelope.ts'
import type { AnyPlace } from './cases.ts'
import type { Kind } from './kinds.ts'

/** What is planted. */
interface Plant {
  readonly id: number
  readonly key: string
  readonly text: string
}

/** Where a text can stand in an envelope. */
export interface EnvelopePlace extends AnyPlace {
  readonly build: (plant: Plant) => EnvelopeParts
  /** False for a place whose texts are promised to be read only for what has a form of its own. */
  readonly allKinds: boolean
}

interface EnvelopeParts {
  items: ItemLiteral[]
  headers?: Record<string, unknown>
}

/** Event id of a case, in the envelope's header: its number in hexadecimal. */
export function eventIdOf(id: number): string {
  return `c0de${id.toString(16).padStart(28, '0')}`
}

/** Kinds that are found wherever they stand, also in a line of a program. */
const WITH_FORM = new Set([
  'email',
  'email tagged',
  'card',
  'card with spaces',
  'card with hyphens',
  'IBAN',
  'JWT',
  'payment provider key',
  'webhook secret',
  'code host token',
  'cloud key',
  'error tracker token',
  'chat token',
  'search key',
  'mail key',
  'package token',
  'private key',
])

/** Whether nothing of the case may come out. */
export function isPromised(kind: Kind, place: EnvelopePlace): boolean {
  return kind.promised && (place.allKinds || WITH_FORM.has(kind.name))
}

const event = (plant: Plant, over: Record<string, unknown>): EnvelopeParts => ({
  items: [['event', { event_id: eventIdOf(plant.id), platform: 'node', ...over }]],
})
const pair = ({ key, text }: Plant) => ({ [key]: text })
const exception = (over: Record<string, unknown>) => ({
  exception: { values: [{ type: 'Error', value: 'it failed', ...over }] },
})
const frames = (frame: Record<string, unknown>) =>
  exception({ stacktrace: { frames: [{ function: 'POST', lineno: 3, in_app: true, ...frame }] } })
const crumb = (over: Record<string, unknown>) => ({
  breadcrumbs: [{ timestamp: 1, category: 'console', ...over }],
})

function replay(plant: Plant, over: object, events: readonly unknown[]): EnvelopeParts {
  const id = eventIdOf(plant.id)
  const recording = Buffer.concat([Buffer.from('{"segment_id":0}\n'), deflateSync(JSON.stringify(events))])
  return {
    items: [
      ['replay_event', { type: 'replay_event', replay_id: id, event_id: id, segment_id: 0, ...over }],
      ['replay_recording', recording],
    ],
  }
}

/** A page as a replay records it, with a text deep inside. */
const page = (attributes: object, text: string) => [
  { type: 4, timestamp: 1, data: { href: '/events/7', width: 1, height: 1 } },
  {
    type: 2,
    timestamp: 2,
    data: {
      node: {
        type: 0,
        id: 1,
        childNodes: [
          { type: 2, tagName: 'div', id: 2, attributes, childNodes: [{ type: 3, id: 3, textContent: text }] },
        ],
      },
    },
  },
]

/** An event of the recorder's own. */
const custom = (tag: string, payload: object) => [{ type: 5, timestamp: 1, data: { tag, payload } }]

const at = (name: string, keyed: boolean, build: EnvelopePlace['build'], allKinds = true): EnvelopePlace => ({
  name,
  keyed,
  build,
  allKinds,
})

/** Every place of the envelope corpus; `keyed` places give the text a key. */
export const ENVELOPE_PLACES: readonly EnvelopePlace[] = [
  at('event message', false, (p) => event(p, { message: p.text })),
  at('event log entry', false, (p) =>
    event(p, { logentry: { message: 'got %s', params: [p.text], formatted: `got ${p.text}` } }),
  ),
  at('event transaction', false, (p) => event(p, { transaction: p.text })),
  at('event fingerprint', false, (p) => event(p, { fingerprint: ['{{ default }}', p.text] })),
  at('event server name', false, (p) => event(p, { server_name: p.text })),
  at('exception type', false, (p) => event(p, exception({ type: p.text }))),
  at('exception value', false, (p) => event(p, exception({ value: p.text }))),
  at('exception mechanism', true, (p) =>
    event(p, exception({ mechanism: { type: 'generic', data: pair(p) } })),
  ),
  at('frame file name', false, (p) => event(p, frames({ filename: `app:///${p.text}`, abs_path: p.text }))),
  at('frame function', false, (p) => event(p, frames({ function: p.text, module: p.text }))),
  at('frame variables', true, (p) => event(p, frames({ vars: pair(p) }))),
  at('frame source line', false, (p) => event(p, frames({ context_line: `  charge(${p.text})` })), false),
  at(
    'frame source around',
    false,
    (p) => event(p, frames({ pre_context: [p.text], post_context: [p.text] })),
    false,
  ),
  at('user name and address', false, (p) =>
    event(p, { user: { id: '7', email: p.text, username: p.text, ip_address: p.text, name: p.text } }),
  ),
  at('user place and data', true, (p) =>
    event(p, { user: { id: '7', geo: { city: p.text }, segment: p.text, data: pair(p) } }),
  ),
  at('request URL', false, (p) =>
    event(p, { request: { url: `https://shop.example/orders?q=${p.text}#${p.text}` } }),
  ),
  at('request query, text', false, (p) => event(p, { request: { query_string: `a=1&q=${p.text}` } })),
  at('request query, pairs', true, (p) => event(p, { request: { query_string: [[p.key, p.text]] } })),
  at('request headers, map', true, (p) => event(p, { request: { headers: pair(p) } })),
  at('request headers, pairs', true, (p) => event(p, { request: { headers: [[p.key, p.text]] } })),
  at('request cookies', true, (p) => event(p, { request: { cookies: pair(p) } })),
  at('request body', true, (p) => event(p, { request: { data: pair(p) } })),
  at('request environment', true, (p) => event(p, { request: { env: pair(p) } })),
  at('breadcrumb message', false, (p) => event(p, crumb({ message: p.text }))),
  at('breadcrumb data', true, (p) => event(p, crumb({ data: pair(p) }))),
  at('breadcrumb arguments', false, (p) =>
    event(p, crumb({ data: { arguments: ['paid', { note: p.text }] } })),
  ),
  at('breadcrumb URL', false, (p) =>
    event(p, crumb({ category: 'fetch', data: { method: 'GET', url: `/api/orders?q=${p.text}` } })),
  ),
  at('breadcrumb navigation', false, (p) =>
    event(p, crumb({ category: 'navigation', data: { from: `/a?q=${p.text}`, to: `/b#${p.text}` } })),
  ),
  at('extra', true, (p) => event(p, { extra: pair(p) })),
  at('extra, nested in lists', true, (p) => event(p, { extra: { carts: [{ lines: [pair(p)] }] } })),
  at('extra, a name', false, (p) => event(p, { extra: { [p.text]: true } })),
  at('context', true, (p) => event(p, { contexts: { order: pair(p) } })),
  at('response context', true, (p) =>
    event(p, { contexts: { response: { headers: pair(p), cookies: pair(p), data: p.text } } }),
  ),
  at('trace context data', true, (p) =>
    event(p, { contexts: { trace: { trace_id: eventIdOf(p.id), data: pair(p) } } }),
  ),
  at('tag', true, (p) => event(p, { tags: pair(p) })),
  at('tag, pairs', true, (p) => event(p, { tags: [[p.key, p.text]] })),
  at('thread name', false, (p) => event(p, { threads: { values: [{ id: 1, name: p.text }] } })),
  at('envelope header', true, (p) => ({
    ...event(p, {}),
    headers: { ...pair(p), trace: { trace_id: eventIdOf(p.id), ...pair(p) } },
  })),
  at('attachment text', false, (p) => ({
    items: [
      ['event', { event_id: eventIdOf(p.id) }],
      ['attachment', p.text, { filename: 'log.txt' }],
    ],
  })),
  at('attachment JSON', true, (p) => ({
    items: [
      ['event', { event_id: eventIdOf(p.id) }],
      ['attachment', JSON.stringify(pair(p)), { filename: 'state.json', content_type: 'application/json' }],
    ],
  })),
  at('attachment bytes', false, (p) => ({
    items: [
      ['event', { event_id: eventIdOf(p.id) }],
      ['attachment', Buffer.concat([Buffer.from([0, 255, 1, 254]), Buffer.from(p.text)])],
    ],
  })),
  at('attachment name', false, (p) => ({
    items: [
      ['event', { event_id: eventIdOf(p.id) }],
      ['attachment', 'a', { filename: p.text }],
    ],
  })),
  at('replay URLs', false, (p) => replay(p, { urls: [`https://shop.example/a?q=${p.text}`] }, [])),
  at('replay user and tags', true, (p) => replay(p, { user: { id: '7', email: p.text }, tags: pair(p) }, [])),
  at('recorded text', false, (p) => replay(p, {}, page({ class: 'seat' }, p.text))),
  at('recorded attribute', false, (p) => replay(p, {}, page({ title: p.text, value: p.text }, 'row'))),
  at('recorded input', false, (p) =>
    replay(p, {}, [{ type: 3, timestamp: 1, data: { source: 5, id: 4, text: p.text } }]),
  ),
  at('recorded change of a text', false, (p) =>
    replay(p, {}, [{ type: 3, timestamp: 1, data: { source: 0, texts: [{ id: 4, value: p.text }] } }]),
  ),
  at('recorded change of an attribute', true, (p) =>
    replay(p, {}, [
      { type: 3, timestamp: 1, data: { source: 0, attributes: [{ id: 4, attributes: pair(p) }] } },
    ]),
  ),
  at('recorded breadcrumb', true, (p) =>
    replay(p, {}, custom('breadcrumb', { category: 'ui', data: pair(p) })),
  ),
  at('recorded console line', false, (p) =>
    replay(p, {}, custom('breadcrumb', { category: 'console', message: p.text })),
  ),
  at('recorded request', false, (p) =>
    replay(p, {}, [
      {
        type: 5,
        timestamp: 1,
        data: {
          tag: 'performanceSpan',
          payload: {
            op: 'resource.fetch',
            description: `/api/orders?q=${p.text}`,
            data: { method: 'POST', request: { body: p.text, headers: { 'x-note': p.text } } },
          },
        },
      },
    ]),
  ),
  at('feedback', false, (p) => ({
    items: [
      [
        'feedback',
        {
          event_id: eventIdOf(p.id),
          contexts: {
            feedback: { message: p.text, contact_email: p.text, name: p.text, url: `/a?q=${p.text}` },
          },
        },
      ],
    ],
  })),
  at('user report', false, (p) => ({
    items: [['user_report', { event_id: eventIdOf(p.id), name: p.text, email: p.text, comments: p.text }]],
  })),
  at('log body', false, (p) => ({ items: [log(p, { body: p.text })] })),
  at('log attribute', true, (p) => ({
    items: [log(p, { attributes: { [p.key]: { value: p.text, type: 'string' } } })],
  })),
  at('check-in', false, (p) => ({
    items: [
      ['check_in', { check_in_id: eventIdOf(p.id), monitor_slug: p.text, status: 'ok', environment: p.text }],
    ],
  })),
  at('session', true, (p) => ({
    items: [['sessions', { aggregates: [], attrs: { release: 'r', environment: 'e', ...pair(p) } }]],
  })),
  at('client report', false, (p) => ({
    items: [['client_report', { discarded_events: [{ reason: p.text, category: 'error', quantity: 1 }] }]],
  })),
  at('item header', true, (p) => ({
    items: [['event', { event_id: eventIdOf(p.id) }, pair(p)]],
  })),
]

function log({ id }: Plant, over: Record<string, unknown>): ItemLiteral {
  const record = {
    timestamp: 1,
    trace_id: eventIdOf(id),
    level: 'info',
    body: 'sold',
    attributes: {},
    ...over,
  }
  return [
    'log',
    { items: [record] },
    { item_count: 1, content_type: 'application/vnd.sentry.items.log+json' },
  ]
}
