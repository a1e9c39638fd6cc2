import { alertNumber, guardNumber } from '../queries/alert-numbers.ts'
import { countInRange, percentile } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { FRESH, OPERATIONS } from './series.ts'

export const now: Row = {
  title: 'Now',
  panels: [reachable(), connectionErrors(), poolErrors(), timeouts(), slowest(), waitingNow()],
}

function reachable() {
  return stat({
    id: 1,
    title: 'Reachable',
    description:
      '1 when the last collect-metrics run was answered. "No data": it has not run for 15 minutes.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { below: 1 },
    queries: [
      { expr: `min (last_over_time(${series('ticketcap_database_up', APP)}[${FRESH}]))`, legend: 'up' },
    ],
  })
}

function connectionErrors() {
  return stat({
    id: 2,
    title: 'Connection errors',
    description: 'Refused or lost connections in the shown time. Any is a page.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: alertNumber('DatabaseConnectionError') },
    queries: [{ expr: countInRange(errorsOf('connection')), legend: 'connection' }],
  })
}

function poolErrors() {
  return stat({
    id: 3,
    title: 'Pool exhausted',
    description:
      'Requests that got no connection in the shown time. Any is a page: something holds connections too long.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: alertNumber('DatabasePoolExhausted') },
    queries: [{ expr: countInRange(errorsOf('pool_exhausted')), legend: 'pool_exhausted' }],
  })
}

function timeouts() {
  return stat({
    id: 4,
    title: 'Statement timeouts',
    description:
      'Statements cancelled in the shown time. DatabaseTimeouts fires at the limit within 10 minutes.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: guardNumber('guard:database_timeouts:minimum') },
    queries: [{ expr: countInRange(errorsOf('timeout')), legend: 'timeout' }],
  })
}

function slowest() {
  return stat({
    id: 5,
    title: 'p95 of a statement',
    description:
      '95 of 100 statements were faster over the shown time. Rising with flat traffic: a missing index, or a lock.',
    unit: 's',
    width: 4,
    queries: [{ expr: percentile(95, series(`${OPERATIONS}_bucket`, APP), [], '$__range'), legend: 'p95' }],
  })
}

function waitingNow() {
  return stat({
    id: 6,
    title: 'Requests waiting',
    description:
      'Requests of all processes that wait for a connection now. Above zero for long: the pool is too small.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: 0 },
    queries: [{ expr: `sum (${series('db_client_connection_pending_requests', APP)})`, legend: 'waiting' }],
  })
}

function errorsOf(kind: string) {
  return series('ticketcap_database_errors_total', APP, `ticketcap_database_error_kind="${kind}"`)
}
