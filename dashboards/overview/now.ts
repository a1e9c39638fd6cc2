import { alertNumber, alertSeconds } from '../queries/alert-numbers.ts'
import { countInRange, percentile, perSecond, share } from '../queries/counting.ts'
import { API_REQUESTS, APP, REQUESTS, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { BUCKETS, BUDGET, CALLS, FAILED, failedShare } from './series.ts'

export const now: Row = {
  title: 'Now',
  panels: [requests(), apiErrors(), apiP95(), budgetLeft(), checkouts(), alertsFiring()],
}

function requests() {
  return stat({
    id: 1,
    title: 'Requests',
    description:
      'Requests per second over all routes, health checks left out. Zero while people are awake: worry.',
    unit: 'reqps',
    width: 4,
    decimals: 1,
    queries: [{ expr: perSecond(series(CALLS, REQUESTS)), legend: 'requests' }],
  })
}

function apiErrors() {
  const [failed, all] = [series(CALLS, API_REQUESTS, FAILED), series(CALLS, API_REQUESTS)]
  return stat({
    id: 2,
    title: 'API errors, 5 minutes',
    description:
      'Share of API requests answered with 5xx. Above the line ApiErrorRateHigh fires, given enough traffic.',
    unit: 'percentunit',
    width: 4,
    worry: { above: alertNumber('ApiErrorRateHigh') },
    queries: [{ expr: share(`sum (rate(${failed}[5m]))`, `sum (rate(${all}[5m]))`), legend: '5xx' }],
  })
}

function apiP95() {
  return stat({
    id: 3,
    title: 'API p95, 10 minutes',
    description: '95 of 100 API requests were faster than this. ApiLatencyP95High fires above 2 s.',
    unit: 's',
    width: 4,
    worry: { above: alertSeconds('ApiLatencyP95High') },
    queries: [{ expr: percentile(95, series(BUCKETS, API_REQUESTS), [], '10m'), legend: 'p95' }],
  })
}

function budgetLeft() {
  return stat({
    id: 4,
    title: 'Error budget left, 30 days',
    description: `Checkout may fail by our fault ${BUDGET * 100} % of the time. Below zero the promise of the last 30 days is broken: stop shipping features.`,
    unit: 'percentunit',
    width: 4,
    worry: { below: 0 },
    queries: [{ expr: `1 - ${failedShare('30d')} / ${BUDGET}`, legend: 'left' }],
  })
}

function checkouts() {
  return stat({
    id: 5,
    title: 'Tickets confirmed',
    description: 'Registrations that were confirmed in the shown time. The number the house lives on.',
    unit: 'short',
    width: 4,
    decimals: 0,
    queries: [
      {
        expr: countInRange(
          series('ticketcap_registrations_total', APP, 'ticketcap_registration_status="CONFIRMED"'),
        ),
        legend: 'confirmed',
      },
    ],
  })
}

function alertsFiring() {
  return stat({
    id: 6,
    title: 'Alerts firing',
    description: 'Alerts of alerts/ that fire now. "No data" means that no rules are evaluated at all.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: 0 },
    queries: [
      {
        expr: 'count (ALERTS{alertstate="firing", alertname!="Watchdog"}) or 0 * count (ALERTS{alertname="Watchdog"})',
        legend: 'firing',
      },
    ],
  })
}
