import { formatDay, formatMoney } from '../lib/content/format.ts'
import { TEXTS } from '../lib/content/texts.ts'
import type { TicketEvent } from '../lib/events.ts'
import type { Locale } from '../lib/locale.ts'

/** Every event with its seats and its money. */
export function SalesTable(props: {
  events: readonly TicketEvent[]
  revenueMinor: ReadonlyMap<number, number>
  locale: Locale
}) {
  const { events, revenueMinor, locale } = props
  const texts = TEXTS[locale].admin
  return (
    <table>
      <thead>
        <tr>
          <th>{texts.event}</th>
          <th>{texts.date}</th>
          <th>{texts.sold}</th>
          <th className="number">{texts.revenue}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id}>
            <td>{event.title}</td>
            <td>{formatDay(event.startsAt, locale)}</td>
            <td>
              <span className="bar">
                <i style={{ inlineSize: `${(event.seatsTaken / event.capacity) * 100}%` }} />
              </span>
              <bdi>
                {event.seatsTaken} / {event.capacity}
              </bdi>
            </td>
            <td className="number">{formatMoney(revenueMinor.get(event.id) ?? 0, event.currency, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
