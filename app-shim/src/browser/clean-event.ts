import type { Breadcrumb, Event } from '@sentry/browser'

/** An event without the query strings and fragments of addresses: they carry what visitors typed, and tokens. */
export function cleanEvent<T extends Event>(event: T): T {
  if (event.request) {
    const { url, headers } = event.request
    event.request = {
      ...(url !== undefined && { url: cleanAddress(url) }),
      ...(headers && { headers: mapValues(headers, cleanAddress) }),
    }
  }
  const replay = event as { urls?: unknown }
  if (Array.isArray(replay.urls)) replay.urls = replay.urls.map((url) => cleanAddress(String(url)))
  return event
}

/** A step of the trail without them. */
export function cleanBreadcrumb(breadcrumb: Breadcrumb): Breadcrumb {
  return breadcrumb.data ? { ...breadcrumb, data: mapValues(breadcrumb.data, cleanIfAddress) } : breadcrumb
}

/** The address up to its query string or fragment. */
export function cleanAddress(address: string): string {
  return address.replace(/[?#].*$/s, '')
}

function cleanIfAddress(value: unknown): unknown {
  return typeof value === 'string' && /^(\/|[a-z][\w+.-]*:\/\/)/i.test(value) ? cleanAddress(value) : value
}

function mapValues<T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
