import { EVENTS } from '../db/catalog.ts'
import { TEST_CARDS } from '../provider/behaviour.ts'
import { type PlannedRequest, UNMATCHED } from './request.ts'
import type { Visitor } from './visitor.ts'

/**
 * How often things happen beside each other. `all`: everything often, so that a minute shows it. `shop`: as in a shop that
 * runs well, in a thousand visits; orders and registrations are 9, as in `cli/src/simulate/generate-traffic.ts`, which names
 * the source, and failures are 2, a fifth of what the alert on the error rate allows.
 */
export const MIXES = ['all', 'shop'] as const
export type Mix = (typeof MIXES)[number]

/** Something a visitor does, and its weight in each mix. */
interface WeightedVisit {
  readonly weight: Readonly<Record<Mix, number>>
  visit(visitor: Visitor): PlannedRequest[]
}

/** Buyers who meet at the last seats of one event. */
const RACERS = 6

/** Events of fewer seats are nearly full: they would sell out and turn every later order into a refusal. */
const PLENTY = 1000

/** Everything visitors do. The share of a visit is its weight over the sum of all in a mix. */
export const VISITS: readonly WeightedVisit[] = [
  {
    weight: { all: 14, shop: 300 },
    visit: (who) => [who.get('/', who.random.next() < 0.3 ? `/${who.query()}` : '/')],
  },
  { weight: { all: 22, shop: 480 }, visit: (who) => [eventPage(who, eventOf(who, 'shows'))] },
  { weight: { all: 8, shop: 192 }, visit: (who) => [who.get('/api/events', '/api/events')] },
  { weight: { all: 22, shop: 4.3 }, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.approve)] },
  { weight: { all: 1, shop: 0.2 }, visit: (who) => [order(who, eventOf(who, 'scarce'), TEST_CARDS.approve)] },
  { weight: { all: 6, shop: 0.5 }, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.decline)] },
  { weight: { all: 2, shop: 0.1 }, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.fail)] },
  { weight: { all: 1, shop: 0.05 }, visit: (who) => [order(who, eventOf(who, 'paid'), TEST_CARDS.hang)] },
  {
    weight: { all: 4, shop: 3.5 },
    visit: (who) => [who.post('/api/registrations', who.form(eventOf(who, 'free'), 1))],
  },
  { weight: { all: 3, shop: 0.3 }, visit: (who) => [holdThenPay(who)] },
  { weight: { all: 2, shop: 0.01 }, visit: race },
  {
    weight: { all: 2, shop: 2 },
    visit: (who) => [who.get('/api/slow', `/api/slow?ms=${who.random.between(300, 2600)}`)],
  },
  {
    weight: { all: 1, shop: 1 },
    visit: (who) => [who.get('/slow', `/slow?ms=${who.random.between(300, 2600)}`)],
  },
  { weight: { all: 1.5, shop: 0.9 }, visit: (who) => [throwing(who, '/api/throws')] },
  { weight: { all: 1, shop: 0.5 }, visit: (who) => [throwing(who, '/throws')] },
  { weight: { all: 1, shop: 5 }, visit: (who) => [who.get(UNMATCHED, who.resetPath())] },
  { weight: { all: 1, shop: 4 }, visit: (who) => [who.get(UNMATCHED, who.profilePath())] },
  { weight: { all: 1, shop: 3 }, visit: (who) => [eventPage(who, 9999)] },
  { weight: { all: 1, shop: 0.04 }, visit: (who) => [eventPage(who, eventOf(who, 'foreign'))] },
  {
    weight: { all: 1, shop: 0.01 },
    visit: (who) => [order(who, eventOf(who, 'foreign'), TEST_CARDS.approve)],
  },
  { weight: { all: 2, shop: 2 }, visit: (who) => [who.get('/admin', '/admin')] },
  {
    weight: { all: 1.5, shop: 0.59 },
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
