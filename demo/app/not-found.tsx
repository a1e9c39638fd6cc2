import Link from 'next/link'
import { TEXTS } from '../lib/content/texts.ts'
import { pageContext } from '../lib/http/request-context.ts'

export default async function NotFoundPage() {
  const { locale } = await pageContext()
  const texts = TEXTS[locale]
  return (
    <div className="notice">
      <h1>{texts.notFound.title}</h1>
      <p>{texts.notFound.text}</p>
      <Link href="/" className="primary" prefetch={false}>
        {texts.back}
      </Link>
    </div>
  )
}
