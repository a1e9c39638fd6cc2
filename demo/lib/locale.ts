/** Languages of the app. */
const LOCALES = ['he', 'en'] as const

/** One of the languages of the app. */
export type Locale = (typeof LOCALES)[number]

/** Header by which the proxy hands the language to pages and routes. */
export const LOCALE_HEADER = 'x-locale'

/** True for a language of the app. */
export function isLocale(value: string | null | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

/** Picks the language: the cookie of the language switch, else Hebrew for a browser that asks for it, else English. */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie
  return /(^|[,\s])(he|iw)\b/i.test(acceptLanguage ?? '') ? 'he' : 'en'
}
