import { board } from './style/board.ts'
import { appVariables } from './style/variables.ts'
import { now } from './ticketing/now.ts'
import { paymentsRow } from './ticketing/payments.ts'
import { sales } from './ticketing/sales.ts'
import { seats } from './ticketing/seats.ts'
import { tenants } from './ticketing/tenants.ts'

/** Sales, payments, seats, and the borders between tenants. Tenants are no label: their numbers are not shown apart. */
export function ticketing() {
  return board({
    uid: 'ticketcap-ticketing',
    title: 'Ticketcap / Ticketing',
    description:
      'Sales, payments, seats and tenant borders. No tenant is a label; an event is shown by its id, to operators only.',
    variables: appVariables(),
    rows: [now, sales, paymentsRow, seats, tenants],
  })
}
