import { getCurrentScope } from '@sentry/browser'
import { decodeBrowserConfig } from './browser/browser-config.ts'
import { cleanAddress } from './browser/clean-event.ts'
import { type ShownError, shownErrors } from './browser/shown-errors.ts'
import { type BrowserTelemetry, startBrowser } from './browser/start.ts'

/**
 * The browser part. Importing it starts it, with what `withTelemetry` in next.config.ts was given.
 *
 * @example // instrumentation-client.ts
 * export { onRouterTransitionStart } from '@ticketcap/telemetry/client'
 */
const telemetry: BrowserTelemetry | undefined = start()

const referenceOf = shownErrors(() => telemetry?.trace.current() ?? '', captureError)

/** The hook of Next.js for a navigation: a step of the trail. */
export function onRouterTransitionStart(href: string, navigationType: string): void {
  getCurrentScope().addBreadcrumb({
    category: 'navigation',
    data: { to: cleanAddress(href), type: navigationType },
  })
}

/**
 * For an error page: sends the error, unless the server has, and gives the reference to show, which is the id of the
 * trace. Sentry and Grafana find the error by it.
 *
 * @example <p>Reference {errorReference(error)}</p>
 */
export function errorReference(error: ShownError): string {
  return referenceOf(error)
}

/** Reports an error that the page handled. */
export function captureError(error: unknown): void {
  telemetry?.client.captureException(error, { originalException: error }, getCurrentScope())
}

/**
 * Names the user on every later error of this page.
 *
 * @param id the user id of your database; not a mail address
 * @param _email accepted for the caller's convenience; never leaves the page
 */
export function setUserContext(id: string | number, _email?: string | null): void {
  getCurrentScope().setUser({ id: String(id) })
}

/** Adds a searchable tag to every later error of this page. */
export function setTag(key: string, value: string | number | boolean): void {
  getCurrentScope().setTag(key, String(value))
}

/** Adds a step to the trail of every later error of this page. */
export function addBreadcrumb(message: string, data: Record<string, unknown> = {}): void {
  getCurrentScope().addBreadcrumb({ message, data })
}

/** Marks a moment in the performance timeline of the browser, and in the trail of later errors. */
export function markPerformance(name: string): void {
  performance.mark(name)
  getCurrentScope().addBreadcrumb({ category: 'performance', message: name })
}

function start(): BrowserTelemetry | undefined {
  // Written out, or the bundler would not find it.
  const text = process.env.TICKETCAP_TELEMETRY_BROWSER
  if (text) return startBrowser(decodeBrowserConfig(text))
  console.warn('[telemetry] next.config.ts has no withTelemetry(…): errors of the browser are not sent.')
  return undefined
}
