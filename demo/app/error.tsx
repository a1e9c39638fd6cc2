'use client'

import { errorReference } from '@ticketcap/telemetry/client'
import { TEXTS } from '../lib/content/texts.ts'

/** What a guest sees when a page fails. The language comes from the document: an error page has no request. */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const locale = typeof document !== 'undefined' && document.documentElement.lang === 'he' ? 'he' : 'en'
  const texts = TEXTS[locale].error
  return (
    <div className="notice">
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <p>
        {texts.reference} <code>{errorReference(error)}</code>
      </p>
      <button type="button" className="primary" onClick={reset}>
        {texts.retry}
      </button>
    </div>
  )
}
