import { EventCard, EventLine } from '../components/event-card.tsx'
import { TEXTS } from '../lib/content/texts.ts'
import { withDatabase } from '../lib/database.ts'
import { listEvents } from '../lib/events.ts'
import { pageContext } from '../lib/http/request-context.ts'

export default async function HomePage() {
  const { tenant, locale } = await pageContext()
  const texts = TEXTS[locale]
  const events = await withDatabase((pool) => listEvents(pool, tenant, locale))
  const [featured, ...shows] = events.filter((event) => event.kind !== 'tour')
  const tours = events.filter((event) => event.kind === 'tour')
  return (
    <>
      <div className="lead">
        <h1>{texts.tagline[tenant]}</h1>
      </div>
      {featured ? <EventCard event={featured} locale={locale} featured /> : null}
      <h3 className="section">{texts.upcoming}</h3>
      <div className="grid">
        {shows.map((event) => (
          <EventCard key={event.id} event={event} locale={locale} />
        ))}
      </div>
      <section className="small-groups">
        <div>
          <h3>{tours[0]?.title ?? texts.smallGroups}</h3>
          <p>{tours[0]?.blurb}</p>
          <p className="hint">{texts.smallGroupsHint}</p>
        </div>
        <div className="lines">
          {tours.map((event) => (
            <EventLine key={event.id} event={event} locale={locale} />
          ))}
        </div>
      </section>
    </>
  )
}
