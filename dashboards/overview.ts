import { byRoute } from './overview/by-route.ts'
import { failures } from './overview/failures.ts'
import { now } from './overview/now.ts'
import { promise } from './overview/promise.ts'
import { CALLS } from './overview/series.ts'
import { REQUESTS, series } from './queries/selectors.ts'
import { board } from './style/board.ts'
import { appVariables, choice } from './style/variables.ts'

/** Requests, errors and durations of the app, and what is left of the promise of checkout. */
export function overview() {
  return board({
    uid: 'ticketcap-overview',
    title: 'Ticketcap / Overview',
    description: 'Requests, errors and durations by route, and the error budget of checkout. Start here.',
    variables: [
      ...appVariables(),
      choice('route', 'Route', `label_values(${series(CALLS, REQUESTS)}, http_route)`),
    ],
    rows: [now, byRoute, promise, failures],
  })
}
