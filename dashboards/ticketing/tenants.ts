import { alertNumber } from '../queries/alert-numbers.ts'
import { perSecond } from '../queries/counting.ts'
import type { Row } from '../style/board.ts'
import { traces } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { blocked, isolation } from './series.ts'

export const tenants: Row = { title: 'Tenants', panels: [borders(), isolationTraces()] }

function borders() {
  return timeseries({
    id: 18,
    title: 'Tenant borders, over time',
    description:
      'Per second. Crossed must be a flat zero; turned away is a request for the data of another tenant that got none. The tenants stand in the trace, never in a label.',
    unit: 'cps',
    width: 12,
    worry: { above: alertNumber('TenantIsolationFailure') },
    queries: [
      { expr: perSecond(isolation), legend: 'crossed' },
      { expr: perSecond(blocked), legend: 'turned away' },
    ],
  })
}

function isolationTraces() {
  return traces({
    id: 19,
    title: 'Where a border was crossed',
    description: 'Traces with a read or write of the wrong tenant. Empty is right.',
    width: 12,
    traceql: '{ event:name = "ticketcap.tenant.isolation_failures" }',
  })
}
