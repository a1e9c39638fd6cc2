import Link from 'next/link'
import { formatDay, formatMoney, formatTime } from '../lib/content/format.ts'
import { TEXTS } from '../lib/content/texts.ts'
import type { TicketEvent } from '../lib/events.ts'
import type { Locale } from '../lib/locale.ts'
import { Poster } from './poster.tsx'
import { SeatMeter } from './seat-meter.tsx'

/** An event in the list. `featured` is the wide one at the top. */
export function EventCard(props: { event: TicketEvent; locale: Locale; featured?: boolean }) {
  const { event, locale, featured = false } = props
  const texts = TEXTS[locale]
  return (
    <Link href={`/events/${event.id}`} className={featured ? 'card featured' : 'card'} prefetch={false}>
      <Poster id={event.id} kind={event.kind} />
      <div className="card-body">
        <span className="eyebrow">{texts.kind[event.kind]}</span>
        <h2>{event.title}</h2>
        <p className="when">
          {formatDay(event.startsAt, locale)} · {formatTime(event.startsAt, locale)}
        </p>
        {featured ? <p className="blurb">{event.blurb}</p> : null}
        <div className="card-foot">
          <strong>
            {event.priceMinor === 0 ? texts.free : formatMoney(event.priceMinor, event.currency, locale)}
          </strong>
          <SeatMeter event={event} locale={locale} />
        </div>
      </div>
    </Link>
  )
}

/** A small-group event: one line, since only its day and its seats differ from the next one. */
export function EventLine({ event, locale }: { event: TicketEvent; locale: Locale }) {
  return (
    <Link href={`/events/${event.id}`} className="line" prefetch={false}>
      <span>
        <b>{formatDay(event.startsAt, locale)}</b>
        <small>{formatTime(event.startsAt, locale)}</small>
      </span>
      <SeatMeter event={event} locale={locale} />
    </Link>
  )
}
