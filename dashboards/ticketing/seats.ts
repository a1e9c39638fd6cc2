import { alertNumber } from '../queries/alert-numbers.ts'
import { perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import { bars } from '../style/bars.ts'
import type { Row } from '../style/board.ts'
import { tracesLink } from '../style/links.ts'
import { placeholder } from '../style/placeholder.ts'
import { stat } from '../style/stat.ts'
import { table } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { RACES } from './series.ts'

/** Every process reports an event, the freshest counts; a pair is divided before the maximum is taken. */
const EVENT = 'max by (ticketcap_event_id)'
const sold = series('ticketcap_event_sold', APP)
const capacity = series('ticketcap_event_capacity', APP)
/** More bars than this nobody reads, and the fullest come first. */
const FULLEST = 20

export const seats: Row = {
  title: 'Seats',
  panels: [fullest(), waiting(), raceOutcomes(), oldestWaiting(), events()],
}

function fullest() {
  return bars({
    id: 13,
    title: 'Fullest events',
    description:
      'Seats taken of seats there are. EventNearlyFull fires above the limit; beyond 100 % it is oversold.',
    unit: 'percentunit',
    width: 12,
    full: 1,
    worry: { above: alertNumber('EventNearlyFull') },
    queries: [
      {
        expr: `topk(${FULLEST}, ${EVENT} (${sold} / (${capacity} > 0)))`,
        legend: 'event {{ticketcap_event_id}}',
      },
    ],
  })
}

function waiting() {
  return stat({
    id: 14,
    title: 'Registrations waiting',
    description:
      'In the database, by what for, as the last collect-metrics run saw them. Expired holds that stay: the sweeper is dead.',
    unit: 'short',
    width: 12,
    decimals: 0,
    queries: [
      {
        expr: `max by (ticketcap_queue_name) (last_over_time(${series('ticketcap_queue_size', APP)}[15m]))`,
        legend: '{{ticketcap_queue_name}}',
      },
    ],
  })
}

function raceOutcomes() {
  return timeseries({
    id: 15,
    title: 'Races for the last seats',
    description:
      'Per second. Prevented: the lock held and one buyer was turned away. Anything else was sold twice.',
    unit: 'cps',
    width: 12,
    links: [tracesLink('Traces of races', '{ event:name = "ticketcap.capacity.races" }')],
    queries: [
      {
        expr: perSecond(series(RACES, APP), 'ticketcap_capacity_race_outcome'),
        legend: '{{ticketcap_capacity_race_outcome}}',
      },
    ],
  })
}

function oldestWaiting() {
  return timeseries({
    id: 16,
    title: 'Oldest one waiting',
    description:
      'Age of the oldest registration in each queue. An open hold older than its lifetime blocks seats.',
    unit: 's',
    width: 12,
    queries: [
      {
        expr: `max by (ticketcap_queue_name) (last_over_time(${series('ticketcap_queue_age_seconds', APP)}[15m]))`,
        legend: '{{ticketcap_queue_name}}',
      },
    ],
  })
}

function events() {
  return table({
    id: 17,
    title: 'Events by seats taken',
    description: 'The busiest events. Open one in the trace store by its id.',
    width: 24,
    rows: { ticketcap_event_id: 'Event' },
    links: [
      tracesLink(
        'Traces of this event',
        `{ span.ticketcap.event.id = "${placeholder('__data.fields.Event')}" }`,
      ),
    ],
    columns: [
      { legend: 'Taken', unit: 'short', expr: `topk(${FULLEST}, ${EVENT} (${sold}))` },
      {
        legend: 'Seats',
        unit: 'short',
        expr: `${EVENT} (${capacity}) and on (ticketcap_event_id) topk(${FULLEST}, ${EVENT} (${sold}))`,
      },
      {
        legend: 'Full',
        unit: 'percentunit',
        worry: { above: alertNumber('EventNearlyFull') },
        expr: `${EVENT} (${sold} / (${capacity} > 0)) and on (ticketcap_event_id) topk(${FULLEST}, ${EVENT} (${sold}))`,
      },
    ],
  })
}
