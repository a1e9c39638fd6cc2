'use client'

import { errorReference } from '@ticketcap/telemetry/client'
import { TEXTS } from '../lib/content/texts.ts'

/** What a guest sees when even the frame of the page fails. It replaces the document, so it brings its own. */
export default function GlobalError({ error, reset }: { error: Error; reset: () => void }) {
  const texts = TEXTS.en.error
  return (
    <html lang="en">
      <body>
        <h1>{texts.title}</h1>
        <p>{texts.text}</p>
        <p>
          {texts.reference} <code>{errorReference(error)}</code>
        </p>
        <button type="button" onClick={reset}>
          {texts.retry}
        </button>
      </body>
    </html>
  )
}
