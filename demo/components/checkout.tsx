'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { formatMoney } from '../lib/content/format.ts'
import { TEXTS } from '../lib/content/texts.ts'
import type { TicketEvent } from '../lib/events.ts'
import type { Locale } from '../lib/locale.ts'
import { TEST_CARDS } from '../provider/behaviour.ts'
import { type Answer, submitOrder } from './submit-order.ts'

/** Seats a guest may pick in the form. */
const CHOICES = [1, 2, 3, 4]

/** The form that buys tickets, with the test cards one click away. */
export function Checkout({ event, locale }: { event: TicketEvent; locale: Locale }) {
  const texts = TEXTS[locale]
  const router = useRouter()
  const [spots, setSpots] = useState(1)
  const [card, setCard] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const left = event.capacity - event.seatsTaken
  const free = event.priceMinor === 0
  if (left === 0) return <p className="sold-out-note">{texts.soldOut}</p>

  async function submit(form: FormEvent<HTMLFormElement>) {
    form.preventDefault()
    setBusy(true)
    const fields = new FormData(form.currentTarget)
    const result = await submitOrder({
      eventId: event.id,
      spots,
      name: String(fields.get('name')),
      email: String(fields.get('email')),
      phone: String(fields.get('phone')),
      ...(free ? {} : { card }),
      locale,
    })
    setAnswer(result)
    setBusy(false)
    if (result.orderId && result.outcome === 'CONFIRMED') router.push(`/orders/${result.orderId}`)
    else router.refresh()
  }

  return (
    <form className="checkout" onSubmit={submit}>
      <h2>{texts.form.title}</h2>
      <label>
        {texts.form.name}
        <input name="name" required maxLength={120} autoComplete="name" />
      </label>
      <label>
        {texts.form.email}
        <input name="email" type="email" required dir="ltr" autoComplete="email" />
      </label>
      <div className="pair">
        <label>
          {texts.form.phone}
          <input name="phone" type="tel" required minLength={7} dir="ltr" autoComplete="tel" />
        </label>
        <label>
          {texts.form.spots}
          <select name="spots" value={spots} onChange={(change) => setSpots(Number(change.target.value))}>
            {CHOICES.filter((choice) => choice <= left).map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      </div>
      {free ? null : (
        <>
          <label>
            {texts.form.card}
            <input
              name="card"
              required
              inputMode="numeric"
              dir="ltr"
              autoComplete="cc-number"
              value={card}
              onChange={(change) => setCard(change.target.value)}
            />
          </label>
          <fieldset className="test-cards">
            <legend>{texts.form.testCards}</legend>
            {(['approve', 'decline', 'fail', 'hang'] as const).map((behaviour) => (
              <button key={behaviour} type="button" onClick={() => setCard(TEST_CARDS[behaviour])}>
                {texts.form.cards[behaviour]}
              </button>
            ))}
          </fieldset>
          <p className="total">
            <span>{texts.form.total}</span>
            <strong>{formatMoney(event.priceMinor * spots, event.currency, locale)}</strong>
          </p>
        </>
      )}
      <button type="submit" className="primary" disabled={busy}>
        {busy ? texts.form.busy : free ? texts.form.book : texts.form.pay}
      </button>
      {answer && answer.outcome !== 'CONFIRMED' ? <Refusal answer={answer} locale={locale} /> : null}
    </form>
  )
}

function Refusal({ answer, locale }: { answer: Answer; locale: Locale }) {
  const texts = TEXTS[locale]
  const words = texts.outcome[answer.outcome as keyof typeof texts.outcome] ?? texts.outcome.OTHER
  return (
    <div className="refusal" role="alert">
      <p>
        {words} {answer.message ? <bdi>{answer.message}</bdi> : null}
      </p>
      {answer.traceId ? (
        <small>
          {texts.form.trace} <code>{answer.traceId}</code>
        </small>
      ) : null}
    </div>
  )
}
