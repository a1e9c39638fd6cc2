import { setUserContext } from '@ticketcap/telemetry/sentry'
import { SalesTable } from '../../components/sales-table.tsx'
import { currentAdmin, readTakings } from '../../lib/box-office.ts'
import { formatMoney, maskEmail } from '../../lib/content/format.ts'
import { TEXTS } from '../../lib/content/texts.ts'
import { withDatabase } from '../../lib/database.ts'
import { listEvents } from '../../lib/events.ts'
import { pageContext } from '../../lib/http/request-context.ts'

const PAYMENT_STATUS = ['COMPLETED', 'DECLINED', 'FAILED', 'TIMEOUT'] as const

export default async function AdminPage() {
  const { tenant, locale } = await pageContext()
  const admin = currentAdmin(tenant)
  setUserContext(admin.id, admin.email)
  const events = await withDatabase((pool) => listEvents(pool, tenant, locale))
  const takings = await withDatabase((pool) => readTakings(pool, tenant))
  const texts = TEXTS[locale]
  const title = new Map(events.map((event) => [event.id, event.title]))
  const revenue = [...takings.revenueMinor.values()].reduce((sum, minor) => sum + minor, 0)
  return (
    <div className="admin">
      <h1>
        {texts.admin.title} <small>{texts.tenant[tenant]}</small>
      </h1>
      <div className="tiles">
        <div className="tile accent">
          <span>{texts.admin.revenue}</span>
          <strong>{formatMoney(revenue, 'ILS', locale)}</strong>
        </div>
        {PAYMENT_STATUS.map((status) => (
          <div className="tile" key={status}>
            <span>{texts.admin.status[status]}</span>
            <strong>{takings.payments.get(status) ?? 0}</strong>
          </div>
        ))}
      </div>
      <SalesTable events={events} revenueMinor={takings.revenueMinor} locale={locale} />
      <h3 className="section">{texts.admin.latest}</h3>
      {takings.latest.length === 0 ? <p className="when">{texts.admin.none}</p> : null}
      <ul className="latest">
        {takings.latest.map((order) => (
          <li key={order.id}>
            <b>{order.name}</b>
            <bdi>{maskEmail(order.email)}</bdi>
            <span>
              {title.get(order.eventId)} · {order.spots}
            </span>
            <em className={order.status.toLowerCase()}>{texts.admin.status[order.status]}</em>
          </li>
        ))}
      </ul>
    </div>
  )
}
