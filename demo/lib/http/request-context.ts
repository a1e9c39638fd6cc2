import { headers } from 'next/headers'
import { ACCOUNT_HEADER, type AccountName, isAccount } from '../account.ts'
import { isLocale, LOCALE_HEADER, type Locale } from '../locale.ts'
import { isTenant, TENANT_HEADER, type Tenant } from '../tenant.ts'

/** Who serves a request, in which language, and for whom: written by proxy.ts, read by pages and routes. */
export interface RequestContext {
  readonly tenant: Tenant
  readonly locale: Locale
  /** Undefined for a guest who has not signed in. */
  readonly account: AccountName | undefined
}

/** The context of the current page. */
export async function pageContext(): Promise<RequestContext> {
  return contextOf(await headers())
}

/** The context of a route's request. @throws {Error} when proxy.ts did not run, which is a wiring mistake. */
export function contextOf(headers: Pick<Headers, 'get'>): RequestContext {
  const tenant = headers.get(TENANT_HEADER)
  const locale = headers.get(LOCALE_HEADER)
  if (!isTenant(tenant) || !isLocale(locale)) {
    throw new Error(`proxy.ts must set ${TENANT_HEADER} and ${LOCALE_HEADER}. Check its matcher.`)
  }
  const account = headers.get(ACCOUNT_HEADER)
  return { tenant, locale, account: isAccount(account) ? account : undefined }
}
