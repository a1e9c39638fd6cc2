import type { StandInStore } from './store.ts'

const PATHS = ['/errors?limit=&trace=', '/items?type=', '/traces/{trace id}', '/healthz']

/**
 * Answers a GET: `/errors?limit=&trace=` lists error events newest first, `/traces/{trace id}` joins everything of one
 * trace, `/items?type=` counts or lists items, `/healthz` says it is there.
 */
export function query(store: StandInStore, path: string, parameters: URLSearchParams): [number, unknown] {
  if (path === '/healthz') return [200, { status: 'ok' }]
  if (path === '/') return [200, { errors: store.errors(), see: PATHS }]
  if (path === '/errors') {
    const limit = Number(parameters.get('limit') ?? 50)
    if (!Number.isInteger(limit) || limit < 1) return [400, { detail: 'limit: use a whole number from 1' }]
    return [200, { errors: store.errors({ limit, traceId: parameters.get('trace') ?? undefined }) }]
  }
  if (path === '/items') {
    const items = store.items(parameters.get('type') ?? undefined)
    return [200, { items: items.map(({ type, headers, json }) => ({ type, headers, payload: json })) }]
  }
  const traceId = /^\/traces\/([0-9a-f]{32})$/.exec(path)?.[1]
  if (traceId) return [200, store.trace(traceId)]
  return [404, { detail: 'no such resource', see: PATHS }]
}
