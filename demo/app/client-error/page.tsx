import { BreakPage } from '../../components/break-page.tsx'
import { ACCOUNTS, NO_ACCOUNT } from '../../lib/account.ts'
import { TEXTS } from '../../lib/content/texts.ts'
import { pageContext } from '../../lib/http/request-context.ts'

/** A page whose code fails in the browser, for whoever is signed in. */
export default async function ClientErrorPage({
  searchParams,
}: {
  searchParams: Promise<{ guest?: string }>
}) {
  const { guest } = await searchParams
  const { locale } = await pageContext()
  const { signIn } = TEXTS[locale].clientError
  const accounts = [...(Object.keys(ACCOUNTS) as (keyof typeof ACCOUNTS)[]), NO_ACCOUNT] as const
  return (
    <>
      <BreakPage locale={locale} guest={guest} />
      <nav className="notice">
        {accounts.map((name) => (
          <a key={name} href={`/client-error?account=${name}`}>
            {signIn[name]}
          </a>
        ))}
      </nav>
    </>
  )
}
