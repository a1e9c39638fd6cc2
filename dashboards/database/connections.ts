import { percentile } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'
import { FRESH } from './series.ts'

export const connections: Row = {
  title: 'Connections',
  panels: [pool(), waiting(), server(), oldestTransaction()],
}

function pool() {
  return timeseries({
    id: 11,
    title: 'Connections of the app',
    description:
      'Of all processes, by state, and how many they may open. Used at the maximum: requests begin to wait.',
    unit: 'short',
    width: 12,
    queries: [
      {
        expr: `sum by (db_client_connection_state) (${series('db_client_connection_count', APP)})`,
        legend: '{{db_client_connection_state}}',
      },
      { expr: `sum (${series('db_client_connection_max', APP)})`, legend: 'maximum' },
    ],
  })
}

function waiting() {
  const buckets = series('traces_span_metrics_duration_seconds_bucket', APP, 'span_name="pg-pool.connect"')
  return timeseries({
    id: 12,
    title: 'Time to get a connection',
    description: 'How long requests waited for the pool. Dots open the trace of a request that waited.',
    unit: 's',
    width: 12,
    queries: [
      { expr: percentile(50, buckets), legend: 'p50' },
      { expr: percentile(95, buckets), legend: 'p95', exemplars: true },
    ],
  })
}

function server() {
  const connections = `max by (ticketcap_database_connection_state) (last_over_time(${series('ticketcap_database_connections', APP)}[${FRESH}]))`
  return timeseries({
    id: 13,
    title: 'Connections at the database',
    description:
      'As the server counts them, from all clients, and how many it takes. idle_in_transaction that stays: a leak.',
    unit: 'short',
    width: 12,
    queries: [
      { expr: connections, legend: '{{ticketcap_database_connection_state}}' },
      {
        expr: `max (last_over_time(${series('ticketcap_database_connections_max', APP)}[${FRESH}]))`,
        legend: 'maximum',
      },
    ],
  })
}

function oldestTransaction() {
  return timeseries({
    id: 14,
    title: 'Oldest open transaction',
    description: 'It holds its locks and keeps the database from cleaning up. Minutes are bad news.',
    unit: 's',
    width: 12,
    queries: [
      {
        expr: `max (last_over_time(${series('ticketcap_database_oldest_transaction_seconds', APP)}[${FRESH}]))`,
        legend: 'age',
      },
      {
        expr: `max (last_over_time(${series('ticketcap_database_response_seconds', APP)}[${FRESH}]))`,
        legend: 'time to connect and be answered',
      },
    ],
  })
}
