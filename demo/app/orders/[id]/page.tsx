import { trackTenantIsolationFailure } from '@ticketcap/telemetry/metrics'
import { notFound } from 'next/navigation'
import { TicketCode } from '../../../components/ticket-code.tsx'
import { formatDay, formatMoney, formatTime } from '../../../lib/content/format.ts'
import { TEXTS } from '../../../lib/content/texts.ts'
import { withDatabase } from '../../../lib/database.ts'
import { findEvent } from '../../../lib/events.ts'
import { pageContext } from '../../../lib/http/request-context.ts'
import { findOrder } from '../../../lib/orders/find-order.ts'
import { isUuid } from '../../../lib/uuid.ts'

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { tenant, locale } = await pageContext()
  if (!isUuid(id)) notFound()
  const order = await withDatabase((pool) => findOrder(pool, tenant, id))
  const event = order && (await withDatabase((pool) => findEvent(pool, order.eventId, locale)))
  if (!order || !event) notFound()
  if (event.tenantId !== tenant) {
    // The order is this box office's and its event another's: somebody wrote across the border.
    trackTenantIsolationFailure()
    notFound()
  }
  const texts = TEXTS[locale]
  return (
    <div className="ticket-page">
      <h1>{texts.ticket.title}</h1>
      <p className="when">{texts.ticket.hint}</p>
      <div className="ticket">
        <div className="ticket-main">
          <span className="eyebrow">{texts.tenant[tenant]}</span>
          <h2>{event.title}</h2>
          <p className="when">
            {formatDay(event.startsAt, locale)} · {formatTime(event.startsAt, locale)}
          </p>
          <dl>
            <dt>{texts.ticket.guest}</dt>
            <dd>{order.name}</dd>
            <dt>{texts.ticket.seats}</dt>
            <dd>{order.spots}</dd>
            <dt>{texts.ticket.paid}</dt>
            <dd>
              {order.amountMinor === 0 ? texts.free : formatMoney(order.amountMinor, order.currency, locale)}
            </dd>
          </dl>
        </div>
        <div className="ticket-stub">
          <TicketCode id={order.id} />
          <code>{order.id.slice(0, 8).toUpperCase()}</code>
        </div>
      </div>
    </div>
  )
}
