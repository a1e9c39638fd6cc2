import type { ShownError } from './browser/shown-errors.ts'

/**
 * What the browser part is while a page is rendered on the server: the same functions, for the request.
 */
export { addBreadcrumb, captureError, markPerformance, setTag, setUserContext } from './sentry.ts'

/** The reference is known in the browser only. */
export function errorReference(_error: ShownError): string {
  return ''
}

/** Nothing navigates on the server. */
export function onRouterTransitionStart(_href: string, _navigationType: string): void {}
