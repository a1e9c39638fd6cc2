import { alertNumber } from '../queries/alert-numbers.ts'
import { perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { table, traces } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { blocked, isolation } from './series.ts'

export const tenants: Row = { title: 'Tenants', panels: [borders(), isolationTraces(), tenantSeats()] }

function borders() {
  return timeseries({
    id: 18,
    title: 'Tenant borders, over time',
    description:
      'Per second. Crossed must be a flat zero; turned away is a request for the data of another tenant that got none. Whose data it was stands in the trace.',
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

function tenantSeats() {
  const tenant = (metric: string) =>
    `max by (ticketcap_tenant_id) (last_over_time(${series(metric, APP)}[15m]))`
  const [sold, capacity] = [tenant('ticketcap_tenant_sold'), tenant('ticketcap_tenant_capacity')]
  return table({
    id: 20,
    title: 'Tenants by seats taken',
    description:
      'Live events of the 20 tenants that sold most, as the last collect-metrics run saw them; the others are added up. For operators: show no tenant this board.',
    width: 24,
    rows: { ticketcap_tenant_id: 'Tenant' },
    columns: [
      { legend: 'Taken', unit: 'short', expr: sold },
      { legend: 'Seats', unit: 'short', expr: capacity },
      { legend: 'Full', unit: 'percentunit', expr: `${sold} / (${capacity} > 0)` },
      { legend: 'Live events', unit: 'short', expr: tenant('ticketcap_tenant_events') },
    ],
  })
}
