import { perSecond } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { timeseries } from '../style/timeseries.ts'
import { DELIVERED, POINTS } from './series.ts'

const MONTH_SECONDS = 30 * 24 * 3600
/** The series of the whole product should stay below this; free tiers of metrics stores end at twice as many. */
const MOST_SERIES = 5000

/** Only series of our own programs: a shared metrics store holds others. */
const OURS = '__name__=~".+", job!="", job=~"$service|otelcol-sidecar"'

export const cost: Row = {
  title: 'Cost',
  panels: [activeSeries(), points(), storedSpans(), storedBytes(), seriesByJob(), resources()],
}

function activeSeries() {
  return stat({
    id: 19,
    title: 'Active series',
    description: `Series of the app and its collectors now; metrics stores bill for these. Above ${MOST_SERIES}: some label grew.`,
    unit: 'short',
    width: 6,
    decimals: 0,
    worry: { above: MOST_SERIES },
    queries: [{ expr: `count ({${OURS}})`, legend: 'series' }],
  })
}

function points() {
  return stat({
    id: 20,
    title: 'Points per series and minute',
    description:
      'Metrics stores include one; above that they bill the points. Four times the export interval is four times the price.',
    unit: 'short',
    width: 6,
    decimals: 1,
    queries: [{ expr: `${perSecond(POINTS)} * 60 / count ({${OURS}})`, legend: 'points per minute' }],
  })
}

function storedSpans() {
  return stat({
    id: 21,
    title: 'Spans stored a month',
    description: 'At the pace of the shown time, over 30 days.',
    unit: 'short',
    width: 6,
    queries: [{ expr: `sum (rate(${DELIVERED}[$__range])) * ${MONTH_SECONDS}`, legend: 'spans' }],
  })
}

function storedBytes() {
  return stat({
    id: 22,
    title: 'Bytes stored a month',
    description:
      'Spans a month times the bytes per span typed in above: an estimate until you have measured yours.',
    unit: 'decbytes',
    width: 6,
    queries: [
      { expr: `sum (rate(${DELIVERED}[$__range])) * ${MONTH_SECONDS} * $span_bytes`, legend: 'bytes' },
    ],
  })
}

function seriesByJob() {
  return timeseries({
    id: 23,
    title: 'Active series by program',
    description: 'A line that climbs without an end has a label with an id in it.',
    unit: 'short',
    width: 12,
    queries: [{ expr: `count by (job) ({${OURS}})`, legend: '{{job}}' }],
  })
}

function resources() {
  return timeseries({
    id: 24,
    title: 'Memory of the collector',
    description:
      'Resident, by collector. At 75 % of its limit it begins to refuse; a climb without more traffic is a leak.',
    unit: 'bytes',
    width: 12,
    queries: [
      {
        expr: `max by (instance) (${series('otelcol_process_memory_rss_bytes', COLLECTOR)})`,
        legend: '{{instance}}',
      },
    ],
  })
}
