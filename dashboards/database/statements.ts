import { percentile, perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { traces } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { OPERATIONS } from './series.ts'

const ERRORS = 'ticketcap_database_errors_total'

export const statements: Row = {
  title: 'Statements',
  panels: [operations(), latency(), errors(), slowStatements()],
}

function operations() {
  return timeseries({
    id: 7,
    title: 'Statements by kind',
    description: 'Per second. Growing faster than requests: somebody reads in a loop.',
    unit: 'ops',
    width: 12,
    stacked: true,
    queries: [
      {
        expr: perSecond(series(`${OPERATIONS}_count`, APP), 'db_operation_name'),
        legend: '{{db_operation_name}}',
      },
    ],
  })
}

function latency() {
  return timeseries({
    id: 8,
    title: 'p95 by kind of statement',
    description:
      '95 of 100 statements were faster. A slow BEGIN or COMMIT: the database is busy or far away.',
    unit: 's',
    width: 12,
    queries: [
      {
        expr: percentile(95, series(`${OPERATIONS}_bucket`, APP), ['db_operation_name']),
        legend: '{{db_operation_name}}',
      },
    ],
  })
}

function errors() {
  return timeseries({
    id: 9,
    title: 'Errors by kind',
    description:
      'Per second. Connection and pool_exhausted page at once; query errors are bugs in a statement.',
    unit: 'cps',
    width: 12,
    queries: [
      {
        expr: perSecond(series(ERRORS, APP), 'ticketcap_database_error_kind'),
        legend: '{{ticketcap_database_error_kind}}',
      },
    ],
  })
}

function slowStatements() {
  return traces({
    id: 10,
    title: 'Newest slow or failed statements',
    description:
      'Statements over 100 ms or ended by an error, of the kept traces. Their text is shown without its values.',
    width: 12,
    traceql: '{ span.db.system.name != nil && (duration > 100ms || status = error) }',
  })
}
