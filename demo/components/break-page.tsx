'use client'

import { useState } from 'react'
import { TEXTS } from '../lib/content/texts.ts'
import type { Locale } from '../lib/locale.ts'

/** What a guest types into the page; an error of careless code carries it. */
const NOBODY = 'nobody'

/** Four ways in which the code of a page fails, with what the guest typed inside the message. */
export function BreakPage({ locale, guest = NOBODY }: { locale: Locale; guest: string | undefined }) {
  const texts = TEXTS[locale].clientError
  const [broken, setBroken] = useState(false)
  if (broken) throw new Error(`cannot draw the seats of ${guest}`)

  async function call() {
    const response = await fetch(`/api/throws?guest=${encodeURIComponent(guest)}`)
    if (!response.ok) throw new Error(`cannot print the ticket: ${response.status}`)
  }
  return (
    <div className="notice">
      <h1>{texts.title}</h1>
      <button
        type="button"
        onClick={() => {
          throw new Error(`cannot pick a seat for ${guest}`)
        }}
      >
        {texts.click}
      </button>
      <button type="button" onClick={() => void Promise.reject(new Error(`cannot hold a seat for ${guest}`))}>
        {texts.promise}
      </button>
      <button type="button" onClick={() => setBroken(true)}>
        {texts.render}
      </button>
      <button type="button" onClick={() => void call()}>
        {texts.call}
      </button>
    </div>
  )
}
