import { TEXTS } from '../lib/content/texts.ts'
import type { TicketEvent } from '../lib/events.ts'
import type { Locale } from '../lib/locale.ts'

/** From here on the number of seats is news. */
const FEW = 30

/** How full an event is: a word, and a bar once it matters. */
export function SeatMeter({ event, locale }: { event: TicketEvent; locale: Locale }) {
  const texts = TEXTS[locale]
  const left = event.capacity - event.seatsTaken
  const state = left === 0 ? 'sold-out' : left <= FEW ? 'few' : 'open'
  const words = left === 0 ? texts.soldOut : left <= FEW ? texts.seatsLeft(left) : texts.available
  return (
    <span className={`seat-meter ${state}`}>
      <i style={{ inlineSize: `${Math.round((event.seatsTaken / event.capacity) * 100)}%` }} />
      <b>{words}</b>
    </span>
  )
}
