import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { NameUser } from '../components/name-user.tsx'
import { SiteHeader } from '../components/site-header.tsx'
import { ACCOUNTS } from '../lib/account.ts'
import { TEXTS } from '../lib/content/texts.ts'
import { pageContext } from '../lib/http/request-context.ts'
import './styles/base.css'
import './styles/catalogue.css'
import './styles/event.css'
import './styles/checkout.css'
import './styles/ticket.css'
import './styles/admin.css'
import './styles/narrow.css'

export async function generateMetadata(): Promise<Metadata> {
  const { tenant, locale } = await pageContext()
  const texts = TEXTS[locale]
  return { title: `${texts.tenant[tenant]} · ${texts.tagline[tenant]}`, description: texts.tagline[tenant] }
}

export default async function Layout({ children }: { children: ReactNode }) {
  const { tenant, locale, account } = await pageContext()
  return (
    <html lang={locale} dir={locale === 'he' ? 'rtl' : 'ltr'} data-tenant={tenant}>
      <body>
        {account ? <NameUser id={ACCOUNTS[account].id} /> : null}
        <SiteHeader tenant={tenant} locale={locale} />
        <main>{children}</main>
        <footer>{TEXTS[locale].footer}</footer>
      </body>
    </html>
  )
}
