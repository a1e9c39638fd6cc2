import { cost } from './pipeline/cost.ts'
import { door } from './pipeline/door.ts'
import { ledger } from './pipeline/ledger.ts'
import { queuesRow } from './pipeline/queues.ts'
import { sampler } from './pipeline/sampler.ts'
import { scrubber } from './pipeline/scrubber.ts'
import { board } from './style/board.ts'
import { appVariables, collectorVariable, typedIn } from './style/variables.ts'

/** The collector itself: what came, what was found, kept, queued, delivered and lost, and what it costs. */
export function pipeline() {
  return board({
    uid: 'ticketcap-pipeline',
    title: 'Ticketcap / Pipeline',
    description:
      'The sidecar itself: received, scrubbed, counted, sampled, queued, delivered, lost, and what it costs.',
    variables: [
      ...appVariables(),
      collectorVariable(),
      typedIn(
        'span_bytes',
        'Bytes per span',
        'Bytes your trace store counts for a span; about 800 for this app',
        '800',
      ),
    ],
    rows: [ledger, door, queuesRow, sampler, scrubber, cost],
  })
}
