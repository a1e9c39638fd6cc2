import type { Locale } from '../locale.ts'

const ZONE = 'Asia/Jerusalem'
const TAG = { he: 'he-IL', en: 'en-GB' } as const satisfies Record<Locale, string>

/** Money from its minor unit: 18000 ILS is ₪180. */
export function formatMoney(minor: number, currency: string, locale: Locale): string {
  const style = { style: 'currency', currency, minimumFractionDigits: minor % 100 === 0 ? 0 : 2 } as const
  return new Intl.NumberFormat(TAG[locale], style).format(minor / 100)
}

/** Weekday, day and month of an ISO time, as seen in Israel. */
export function formatDay(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAG[locale], {
    timeZone: ZONE,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(new Date(iso))
}

/** Hours and minutes of an ISO time, as seen in Israel, `minutesBefore` it. */
export function formatTime(iso: string, locale: Locale, minutesBefore = 0): string {
  const at = new Date(Date.parse(iso) - minutesBefore * 60_000)
  return new Intl.DateTimeFormat(TAG[locale], { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(
    at,
  )
}

/** A mail address that the box office may show on a screen others can see: d•••@example.com. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '•••' : `${email.slice(0, 1)}•••${email.slice(at)}`
}
