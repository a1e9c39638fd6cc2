import { type Observation, observe } from './instruments.ts'
import { ATTR, METRIC } from './names.ts'
import { sharedState } from './shared-state.ts'
import { warnOnce } from './warn-once.ts'

/** How full an event was when the app last looked. */
export interface EventSeats {
  readonly sold: number
  readonly capacity: number
  /** When, in milliseconds since the epoch. */
  readonly at: number
}

/** Events that one process reports; each is two time series. */
const MAX_EVENTS = 100
/** An event nobody has looked at for so long is no longer reported: it may be over, and its number wrong. */
const FORGOTTEN_AFTER_MS = 6 * 3_600_000
const LONGEST_ID = 64

/** Remembers how full an event is, and reports it at every export until it is forgotten. */
export function rememberSeats(eventId: string, sold: number, capacity: number, now = Date.now()): void {
  const seats = remembered()
  if (!seats.has(eventId) && !hasRoom(seats, eventId, now)) return
  seats.set(eventId, { sold, capacity, at: now })
  observe(METRIC.eventSold, () => readings('sold'))
  observe(METRIC.eventCapacity, () => readings('capacity'))
}

/** The events that are still reported. */
export function* reportedSeats(now = Date.now()): Generator<[eventId: string, EventSeats]> {
  for (const [eventId, seats] of remembered()) {
    if (now - seats.at < FORGOTTEN_AFTER_MS) yield [eventId, seats]
  }
}

function* readings(key: 'sold' | 'capacity'): Generator<Observation> {
  for (const [eventId, seats] of reportedSeats()) yield [seats[key], { [ATTR.eventId]: eventId }]
}

function hasRoom(seats: Map<string, EventSeats>, eventId: string, now: number): boolean {
  if (eventId.length > LONGEST_ID) {
    warnOnce('E_METRIC_INVALID', 'trackCapacity eventId', `has ${eventId.length} characters. Pass the id.`)
    return false
  }
  if (seats.size < MAX_EVENTS) return true
  for (const [id, { at }] of seats) if (now - at >= FORGOTTEN_AFTER_MS) seats.delete(id)
  if (seats.size < MAX_EVENTS) return true
  const remedy = `The gauges know ${MAX_EVENTS} events at a time. Pass live events only.`
  warnOnce('E_METRIC_INVALID', 'trackCapacity eventId', `is one too many and is left out. ${remedy}`)
  return false
}

function remembered(): Map<string, EventSeats> {
  const state = sharedState()
  state.eventSeats ??= new Map()
  return state.eventSeats
}
