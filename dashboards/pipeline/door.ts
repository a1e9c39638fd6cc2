import { guardNumber } from '../queries/alert-numbers.ts'
import { countInRange, orZero } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { timeseries } from '../style/timeseries.ts'
import { ALIVE } from './series.ts'

/** Requests by their answer: OTLP and Sentry envelopes over HTTP, OTLP over gRPC. */
const HTTP = 'http_server_request_duration_seconds_count'
const GRPC = 'rpc_server_call_duration_seconds_count'

export const door: Row = { title: 'Door', panels: [refusedTokens(), answers()] }

function refusedTokens() {
  return stat({
    id: 27,
    title: 'Turned away without the right token',
    description:
      'Requests in the shown time. Another SIDECAR_TOKEN in an app: what it sends is lost. No app of yours: somebody tries the door.',
    unit: 'short',
    width: 12,
    decimals: 0,
    worry: { above: guardNumber('guard:refused_tokens:minimum') },
    queries: [
      {
        expr: orZero(countInRange(series(HTTP, COLLECTOR, 'http_response_status_code="401"')), ALIVE),
        legend: 'HTTP',
      },
      {
        expr: orZero(
          countInRange(series(GRPC, COLLECTOR, 'rpc_response_status_code="UNAUTHENTICATED"')),
          ALIVE,
        ),
        legend: 'gRPC',
      },
    ],
  })
}

function answers() {
  return timeseries({
    id: 28,
    title: 'What the door answers',
    description:
      'Requests per second, by the answer. 200 and OK are taken; 429, 503 and UNAVAILABLE are sent again by the app.',
    unit: 'cps',
    width: 12,
    queries: [
      {
        expr: `sum by (answer) (${answered(HTTP, 'http_response_status_code', 'HTTP')} or ${answered(GRPC, 'rpc_response_status_code', 'gRPC')})`,
        legend: '{{answer}}',
      },
    ],
  })
}

/** Both protocols name their answers in one label, as an app uses one of them: the other would be an empty query. */
function answered(metric: string, label: string, protocol: string): string {
  return `label_replace(rate(${series(metric, COLLECTOR)}[$__rate_interval]), "answer", "${protocol} $1", "${label}", "(.+)")`
}
