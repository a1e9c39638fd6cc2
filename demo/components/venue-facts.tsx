import { formatTime } from '../lib/content/format.ts'
import { TEXTS } from '../lib/content/texts.ts'
import type { Locale } from '../lib/locale.ts'
import type { VenueDetails } from '../lib/venues.ts'

/** Where it is and when the doors open, or a sentence when the venue directory is down. */
export function VenueFacts(props: { venue: VenueDetails | undefined; startsAt: string; locale: Locale }) {
  const { venue, startsAt, locale } = props
  const texts = TEXTS[locale]
  if (!venue) return <p className="venue unknown">{texts.venueUnknown}</p>
  return (
    <ul className="venue">
      <li>
        <b>{venue.name}</b>
        <span>{venue.address}</span>
      </li>
      <li>{texts.doors(formatTime(startsAt, locale, venue.doorsMinutesBefore))}</li>
      {venue.accessible ? <li>{texts.accessible}</li> : null}
    </ul>
  )
}
