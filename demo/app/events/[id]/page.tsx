import { trackTenantAccessBlocked } from '@ticketcap/telemetry/metrics'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Checkout } from '../../../components/checkout.tsx'
import { Poster } from '../../../components/poster.tsx'
import { SeatMeter } from '../../../components/seat-meter.tsx'
import { VenueFacts } from '../../../components/venue-facts.tsx'
import { formatDay, formatTime } from '../../../lib/content/format.ts'
import { TEXTS } from '../../../lib/content/texts.ts'
import { withDatabase } from '../../../lib/database.ts'
import { findEvent } from '../../../lib/events.ts'
import { pageContext } from '../../../lib/http/request-context.ts'
import { fetchVenue } from '../../../lib/venues.ts'

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { tenant, locale } = await pageContext()
  if (!/^\d{1,9}$/.test(id)) notFound()
  const event = await withDatabase((pool) => findEvent(pool, Number(id), locale))
  if (!event) notFound()
  if (event.tenantId !== tenant) {
    // Answered as if the event did not exist: another box office is none of the guest's business.
    trackTenantAccessBlocked()
    notFound()
  }
  const venue = await fetchVenue(event.venueId, locale)
  const texts = TEXTS[locale]
  return (
    <article className="event">
      <Link href="/" className="back" prefetch={false}>
        {texts.back}
      </Link>
      <div className="event-columns">
        <div>
          <div className="event-poster">
            <Poster id={event.id} kind={event.kind} />
          </div>
          <span className="eyebrow">{texts.kind[event.kind]}</span>
          <h1>{event.title}</h1>
          <p className="when">
            {formatDay(event.startsAt, locale)} · {formatTime(event.startsAt, locale)}
          </p>
          <p className="blurb">{event.blurb}</p>
          <VenueFacts venue={venue} startsAt={event.startsAt} locale={locale} />
        </div>
        <aside>
          <SeatMeter event={event} locale={locale} />
          <Checkout event={event} locale={locale} />
        </aside>
      </div>
    </article>
  )
}
