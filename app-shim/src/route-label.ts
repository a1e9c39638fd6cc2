import { OTHER } from './names.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'CONNECT', 'TRACE']

/** An app has tens of routes; more distinct values than this are paths with ids in them. */
const MAX_ROUTES = 200
const routes = new Set<string>()

/** The route as a label: without query string, and `other` once the process has seen 200 different ones. */
export function boundedRoute(route: string): string {
  const path = route.split(/[?#]/, 1)[0] ?? ''
  if (routes.has(path)) return path
  if (routes.size >= MAX_ROUTES) return OTHER
  routes.add(path)
  return path
}

/** The HTTP method as a label, upper case. */
export function boundedMethod(method: string): string {
  const upper = method.toUpperCase()
  return METHODS.includes(upper) ? upper : OTHER
}
