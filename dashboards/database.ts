import { connections } from './database/connections.ts'
import { now } from './database/now.ts'
import { statements } from './database/statements.ts'
import { board } from './style/board.ts'
import { appVariables } from './style/variables.ts'

/** What the app sees of its database, and what the database says about itself. */
export function database() {
  return board({
    uid: 'ticketcap-database',
    title: 'Ticketcap / Database',
    description: 'Errors, latency and connections, from the side of the app and from the database itself.',
    variables: appVariables(),
    rows: [now, statements, connections],
  })
}
