import { setUserContext } from '@ticketcap/telemetry/sentry'
import { type NextRequest, NextResponse } from 'next/server'
import { ACCOUNT_HEADER, ACCOUNTS, isAccount, NO_ACCOUNT } from './lib/account.ts'
import { isLocale, LOCALE_HEADER, resolveLocale } from './lib/locale.ts'
import { isTenant, resolveTenant, TENANT_HEADER, TENANTS } from './lib/tenant.ts'

const A_YEAR_SECONDS = 365 * 24 * 60 * 60

/**
 * Names the tenant, the language and the guest of every request. `?tenant=`, `?lang=` and `?account=` switch them for
 * this browser.
 */
export function proxy(request: NextRequest): NextResponse {
  const switched = switchBrowser(request)
  if (switched) return switched

  const tenant = resolveTenant({
    header: request.headers.get(TENANT_HEADER),
    host: request.headers.get('host'),
    cookie: request.cookies.get('tenant')?.value,
  })
  if (!tenant) {
    return NextResponse.json(
      { error: 'UNKNOWN_TENANT', message: `${TENANT_HEADER}: expected one of ${TENANTS.join(', ')}` },
      { status: 404 },
    )
  }
  const headers = new Headers(request.headers)
  headers.set(TENANT_HEADER, tenant)
  headers.set(
    LOCALE_HEADER,
    resolveLocale(request.cookies.get('locale')?.value, request.headers.get('accept-language')),
  )
  headers.delete(ACCOUNT_HEADER)
  const account = request.cookies.get('account')?.value
  if (isAccount(account)) {
    headers.set(ACCOUNT_HEADER, account)
    // The one place that knows who asks: every error of this request then says so.
    setUserContext(ACCOUNTS[account].id, ACCOUNTS[account].email)
  }
  return NextResponse.next({ request: { headers } })
}

function switchBrowser(request: NextRequest): NextResponse | undefined {
  const locale = request.nextUrl.searchParams.get('lang')
  const tenant = request.nextUrl.searchParams.get('tenant')
  const account = request.nextUrl.searchParams.get('account')
  const signs = isAccount(account) || account === NO_ACCOUNT
  if (!isLocale(locale) && !isTenant(tenant) && !signs) return undefined
  const target = request.nextUrl.clone()
  // The host the browser knows, which is not always the one this server listens on.
  target.host = request.headers.get('host') ?? target.host
  target.searchParams.delete('lang')
  target.searchParams.delete('tenant')
  target.searchParams.delete('account')
  const response = NextResponse.redirect(target, 307)
  const cookie = { path: '/', maxAge: A_YEAR_SECONDS, sameSite: 'lax' } as const
  if (isLocale(locale)) response.cookies.set('locale', locale, cookie)
  if (isTenant(tenant)) response.cookies.set('tenant', tenant, cookie)
  if (isAccount(account)) response.cookies.set('account', account, cookie)
  if (account === NO_ACCOUNT) response.cookies.delete('account')
  return response
}

/** Everything but Next's own files, the health check and the reports of browsers. */
export const config = { matcher: ['/((?!_next/|favicon.ico|icon.svg|api/health|api/telemetry).*)'] }
