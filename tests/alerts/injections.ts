import { setTimeout as wait } from 'node:timers/promises'
import {
  addSeats,
  answerLate,
  browseAnotherTenant,
  crossTenantBorder,
  cutDatabase,
  failPayments,
  fillEvent,
  oversell,
  raceForTheLastSeat,
  slowPayments,
  throwInRoutes,
} from './failures.ts'
import type { Stand } from './stand.ts'

/** A failure of the demonstration and the alert that must tell of it. */
export interface Injection {
  alert: string
  /** What the specification promises. */
  promise: string
  /** What is done, for the table. */
  how: string
  /** Minutes after the start. Those that would disturb each other are apart. */
  atMinute: number
  inject(stand: Stand): Promise<unknown>
  /** Label that names what was injected, where several could be told at once: its value is what `inject` returned. */
  label?: string
  /** Puts it right once the alert was told. Left out where time does. */
  repair?(stand: Stand, injected: unknown): Promise<void>
}

/** The eight promised alerts. A capacity race and a tenant border have two ends, each with its own alert. */
export const INJECTIONS: readonly Injection[] = [
  {
    alert: 'TenantIsolationFailure',
    promise: 'tenant isolation failure, any',
    how: "one order that the database ties to another box office's event, then its page",
    atMinute: 0,
    inject: crossTenantBorder,
  },
  {
    alert: 'TenantAccessBlocked',
    promise: 'tenant isolation, attempts turned away',
    how: "twelve requests for another box office's event",
    atMinute: 0,
    inject: (stand) => browseAnotherTenant(stand, 12),
  },
  {
    alert: 'CapacityOversold',
    promise: 'capacity race, any (oversold)',
    how: 'one seat reported sold twice',
    atMinute: 0,
    inject: oversell,
  },
  {
    alert: 'CapacityRacePrevented',
    promise: 'capacity race, any (prevented)',
    how: 'sixteen buyers at once for the last seats of each tour',
    atMinute: 0,
    inject: raceForTheLastSeat,
  },
  {
    alert: 'EventNearlyFull',
    promise: 'event over 95 % full',
    how: 'sales up to just over 95 %, then seats added',
    atMinute: 1,
    inject: fillEvent,
    label: 'ticketcap_event_id',
    repair: (stand, eventId) => addSeats(stand, eventId as number),
  },
  {
    alert: 'ApiErrorRateHigh',
    promise: 'API error rate over 1 % in 5 minutes',
    how: '30 requests to a route that throws, among one good request a second',
    atMinute: 3,
    inject: (stand) => throwInRoutes(stand, 30),
  },
  {
    alert: 'ApiLatencyP95High',
    promise: 'API p95 over 2 s in 10 minutes',
    how: '60 requests that take 3 s, among one fast request a second',
    atMinute: 4,
    inject: (stand) => answerLate(stand, 60),
  },
  {
    alert: 'PaymentLatencyP95High',
    promise: 'payment p95 over 5 s',
    how: '10 payments that take 6 s, among one fast payment every 10 s',
    atMinute: 10,
    inject: (stand) => slowPayments(stand, 10),
  },
  {
    alert: 'PaymentFailureRateHigh',
    promise: 'payment failure rate over 10 % in 10 minutes',
    how: '15 payments the provider fails, among one good payment every 10 s',
    atMinute: 16,
    inject: (stand) => failPayments(stand, 15),
  },
  {
    alert: 'DatabaseConnectionError',
    promise: 'database connection error, any',
    how: 'the database gone for 5 s',
    atMinute: 22,
    inject: (stand) => cutDatabase(stand, () => wait(5_000)),
  },
]
