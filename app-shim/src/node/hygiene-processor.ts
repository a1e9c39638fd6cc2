import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import { onSpanStart } from './on-span-start.ts'

/** Attributes set at span start that carry a URL or a path with a query string. */
const URL_ATTRIBUTES = ['http.target', 'http.url', 'url.full', 'url.path', 'resource.name'] as const
const QUERY_ATTRIBUTE = 'url.query'
/** `fetch GET https://user:pw@host:1/path?query`, as the fetch instrumentation names its spans. */
const FETCH_NAME = /^(fetch|http) ([A-Z]+) (https?:\/\/\S+)$/

/** Cuts query strings, fragments and user names out of URLs before anything else sees the span. */
export function hygieneProcessor(): SpanProcessor {
  return onSpanStart((span) => {
    for (const key of URL_ATTRIBUTES) {
      const value = span.attributes[key]
      if (typeof value !== 'string') continue
      const clean = cleanUrl(value)
      if (clean !== value) span.setAttribute(key, clean)
    }
    if (span.attributes[QUERY_ATTRIBUTE] !== undefined) span.setAttribute(QUERY_ATTRIBUTE, '')
    const name = cleanSpanName(span.name)
    if (name !== span.name) span.updateName(name)
  })
}

/**
 * The URL or path without user name, password, query string and fragment.
 *
 * @example cleanUrl('https://me:secret@host/pay?card=1#x') // 'https://host/pay'
 */
export function cleanUrl(url: string): string {
  const end = url.search(/[?#]/)
  const path = end === -1 ? url : url.slice(0, end)
  return path.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1')
}

/** A name of few values: method and host for an outgoing request; any other name loses its query string. */
export function cleanSpanName(name: string): string {
  const fetch = FETCH_NAME.exec(name)
  if (fetch === null) return /\s\S*[/]\S*\?/.test(name) ? name.replace(/\?\S*/g, '') : name
  const [, client, method, url = ''] = fetch
  return URL.canParse(url) ? `${client} ${method} ${new URL(url).host}` : `${client} ${method}`
}
