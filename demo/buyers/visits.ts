import { EVENTS } from '../db/catalog.ts'
import { TEST_CARDS } from '../provider/behaviour.ts'
import { type PlannedRequest, UNMATCHED } from './request.ts'
import type { Visitor } from './visitor.ts'

/** Something a visitor does, and how often it happens beside the others. */
interface WeightedVisit {
  readonly weight: number
  visit(visitor: Visitor): PlannedRequest[]
}

/** Buyers who meet at the last seats of one event. */
const RACERS = 6

/** Events of fewer seats are nearly full: they would sell out and turn every later order into a refusal. */
const PLENTY = 1000

/** Everything visitors do. The share of a visit is its weight over the sum of all. */
export const VISITS: readonly WeightedVisit[] = [
  { weight: 14, visit: (who) => [who.get('/', who.random.next() < 0.3 ? `/${who.query()}` : '/')] },
  { weight: 22, visit: (who) => [eventPage(who, eventOf(who, 'shows'))] },
  { weight: 8, visit: (who) => [who.get('/api/events', '/api/events')] },
  { weight: 22, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.approve)] },
  { weight: 1, visit: (who) => [order(who, eventOf(who, 'scarce'), TEST_CARDS.approve)] },
  { weight: 6, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.decline)] },
  { weight: 2, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.fail)] },
  { weight: 1, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.hang)] },
  { weight: 4, visit: (who) => [who.post('/api/registrations', who.form(eventOf(who, 'free'), 1))] },
  { weight: 3, visit: (who) => [holdThenPay(who)] },
  { weight: 2, visit: race },
  { weight: 2, visit: (who) => [who.get('/api/slow', `/api/slow?ms=${who.random.between(300, 2600)}`)] },
  { weight: 1, visit: (who) => [who.get('/slow', `/slow?ms=${who.random.between(300, 2600)}`)] },
  { weight: 1.5, visit: (who) => [throwing(who, '/api/throws')] },
  { weight: 1, visit: (who) => [throwing(who, '/throws')] },
  { weight: 1, visit: (who) => [who.get(UNMATCHED, who.resetPath())] },
  { weight: 1, visit: (who) => [who.get(UNMATCHED, who.profilePath())] },
  { weight: 1, visit: (who) => [eventPage(who, 9999)] },
  { weight: 1, visit: (who) => [eventPage(who, eventOf(who, 'foreign'))] },
  { weight: 1, visit: (who) => [order(who, eventOf(who, 'foreign'), TEST_CARDS.approve)] },
  { weight: 2, visit: (who) => [who.get('/admin', '/admin')] },
  {
    weight: 1.5,
    visit: (who) => [who.post('/api/orders', { ...who.form(eventOf(who, 'paid'), 99), card: 'x' })],
  },
]

function eventPage(who: Visitor, id: number): PlannedRequest {
  const query = who.random.next() < 0.4 ? who.query() : ''
  return who.get('/events/[id]', `/events/${id}${query}`)
}

function order(who: Visitor, eventId: number, like: string): PlannedRequest {
  const body = { ...who.form(eventId, who.random.between(1, 4)), card: who.card(like.slice(-4)) }
  return who.post('/api/orders', body)
}

function holdThenPay(who: Visitor): PlannedRequest {
  const lastFour = (who.random.next() < 0.8 ? TEST_CARDS.approve : TEST_CARDS.decline).slice(-4)
  const form = who.form(eventOf(who, 'paid'), who.random.between(1, 2))
  return { ...who.post('/api/registrations', form), payHeldWith: who.card(lastFour) }
}

/** Some race for seats that stay sold, some with a card that is declined: those seats are raced for again. */
function race(who: Visitor): PlannedRequest[] {
  const eventId = eventOf(who, 'tours')
  const like = who.random.next() < 0.3 ? TEST_CARDS.approve : TEST_CARDS.decline
  return Array.from({ length: RACERS }, () =>
    who.post('/api/orders', { ...who.form(eventId, 1), card: who.card(like.slice(-4)) }),
  )
}

function throwing(who: Visitor, route: string): PlannedRequest {
  return who.get(route, `${route}?${new URLSearchParams({ guest: who.introduction() })}`)
}

function eventOf(who: Visitor, which: 'shows' | 'paid' | 'scarce' | 'free' | 'tours' | 'foreign'): number {
  const own = EVENTS.filter((event) => event.tenantId === who.tenant)
  const choices = {
    shows: own.filter((event) => event.kind !== 'tour'),
    paid: own.filter((event) => event.capacity >= PLENTY && event.priceMinor > 0),
    scarce: own.filter((event) => event.kind !== 'tour' && event.capacity < PLENTY),
    free: own.filter((event) => event.priceMinor === 0),
    tours: own.filter((event) => event.kind === 'tour'),
    foreign: EVENTS.filter((event) => event.tenantId !== who.tenant),
  }
  return who.random.pick(choices[which]).id
}
