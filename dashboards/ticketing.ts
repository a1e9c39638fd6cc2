import { board } from './style/board.ts'
import { appVariables } from './style/variables.ts'
import { now } from './ticketing/now.ts'
import { paymentsRow } from './ticketing/payments.ts'
import { sales } from './ticketing/sales.ts'
import { seats } from './ticketing/seats.ts'
import { tenants } from './ticketing/tenants.ts'

/** Sales, payments, seats, tenants and the borders between them. Only what the metrics job counts tells tenants apart. */
export function ticketing() {
  return board({
    uid: 'ticketcap-ticketing',
    title: 'Ticketcap / Ticketing',
    description:
      'Sales, payments, seats, tenants and their borders. Tenants and events are shown by their ids, to operators only.',
    variables: appVariables(),
    rows: [now, sales, paymentsRow, seats, tenants],
  })
}
