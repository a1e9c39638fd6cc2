import Link from 'next/link'
import { TEXTS } from '../lib/content/texts.ts'
import type { Locale } from '../lib/locale.ts'
import { TENANTS, type Tenant } from '../lib/tenant.ts'

/** Brand, pages, the tenant switch and the language switch. The switches are plain links: proxy.ts answers them. */
export function SiteHeader({ tenant, locale }: { tenant: Tenant; locale: Locale }) {
  const texts = TEXTS[locale]
  return (
    <header className="site-header">
      <Link href="/" className="brand" prefetch={false}>
        {texts.tenant[tenant]}
      </Link>
      <nav>
        <Link href="/" prefetch={false}>
          {texts.events}
        </Link>
        <Link href="/admin" prefetch={false}>
          {texts.boxOffice}
        </Link>
      </nav>
      <div className="switches">
        <span className="tenant-switch">
          {TENANTS.map((name) => (
            <a key={name} href={`/?tenant=${name}`} aria-current={name === tenant ? 'true' : undefined}>
              {texts.tenant[name]}
            </a>
          ))}
        </span>
        <a className="language-switch" href={`/?lang=${locale === 'he' ? 'en' : 'he'}`}>
          {texts.otherLanguage}
        </a>
      </div>
    </header>
  )
}
