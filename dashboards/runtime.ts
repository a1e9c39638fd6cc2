import { eventLoop } from './runtime/event-loop.ts'
import { memory } from './runtime/memory.ts'
import { now } from './runtime/now.ts'
import { processRow } from './runtime/process.ts'
import { board } from './style/board.ts'
import { appVariables } from './style/variables.ts'

/** The Node.js processes of the app: event loop, heap, garbage collection, handles. */
export function runtime() {
  return board({
    uid: 'ticketcap-runtime',
    title: 'Ticketcap / Runtime',
    description:
      'The Node.js processes of the app: event loop, heap, garbage collection, handles, what they drop.',
    variables: appVariables(),
    rows: [now, eventLoop, memory, processRow],
  })
}
