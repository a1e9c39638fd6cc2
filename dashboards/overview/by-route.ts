import { alertNumber, alertSeconds } from '../queries/alert-numbers.ts'
import { percentile, perSecond, share } from '../queries/counting.ts'
import { REQUESTS, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { tracesLink } from '../style/links.ts'
import { placeholder } from '../style/placeholder.ts'
import { table } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { BUCKETS, CALLS, FAILED } from './series.ts'

const ROUTE = ['http_request_method', 'http_route']
const OF_ROUTE = 'http_route=~"$route"'
const tracesOfRoute = tracesLink(
  'Traces of this route',
  `{ kind = server && span.http.route = "${placeholder('__field.labels.http_route')}" }`,
)

export const byRoute: Row = {
  title: 'Requests by route',
  panels: [requestsByRoute(), errorsByRoute(), p95ByRoute(), answers(), routes()],
}

function requestsByRoute() {
  return timeseries({
    id: 7,
    title: 'Requests by route',
    description: 'Requests per second. A route that drops to zero alone is broken or no longer linked.',
    unit: 'reqps',
    width: 12,
    stacked: true,
    links: [tracesOfRoute],
    queries: [
      {
        expr: perSecond(series(CALLS, REQUESTS, OF_ROUTE), ...ROUTE),
        legend: '{{http_request_method}} {{http_route}}',
      },
    ],
  })
}

function errorsByRoute() {
  const by = `sum by (${ROUTE.join(', ')})`
  const failed = `${by} (rate(${series(CALLS, REQUESTS, OF_ROUTE, FAILED)}[$__rate_interval]))`
  const all = `${by} (rate(${series(CALLS, REQUESTS, OF_ROUTE)}[$__rate_interval]))`
  return timeseries({
    id: 8,
    title: 'Share of 5xx by route',
    description:
      'Answers with 5xx of all answers of the route. Above the line for all API routes together, ApiErrorRateHigh fires.',
    unit: 'percentunit',
    width: 12,
    worry: { above: alertNumber('ApiErrorRateHigh') },
    links: [tracesOfRoute],
    queries: [{ expr: share(failed, all), legend: '{{http_request_method}} {{http_route}}' }],
  })
}

function p95ByRoute() {
  return timeseries({
    id: 9,
    title: 'p95 by route',
    description:
      '95 of 100 requests of the route were faster. Dots are single requests: click one to open its trace.',
    unit: 's',
    width: 12,
    worry: { above: alertSeconds('ApiLatencyP95High') },
    links: [tracesOfRoute],
    queries: [
      {
        expr: percentile(95, series(BUCKETS, REQUESTS, OF_ROUTE), ROUTE),
        legend: '{{http_request_method}} {{http_route}}',
        exemplars: true,
      },
    ],
  })
}

function answers() {
  return timeseries({
    id: 10,
    title: 'Answers by status',
    description:
      'Answers per second by HTTP status. 5xx are ours; a wave of 4xx is a broken client, or somebody trying.',
    unit: 'reqps',
    width: 12,
    stacked: true,
    queries: [
      {
        expr: perSecond(series(CALLS, REQUESTS, OF_ROUTE), 'http_response_status_code'),
        legend: '{{http_response_status_code}}',
      },
    ],
  })
}

function routes() {
  const by = `sum by (${ROUTE.join(', ')})`
  const all = `${by} (rate(${series(CALLS, REQUESTS, OF_ROUTE)}[$__range]))`
  const failed = `${by} (rate(${series(CALLS, REQUESTS, OF_ROUTE, FAILED)}[$__range]))`
  return table({
    id: 11,
    title: 'Routes',
    description: 'Every route over the shown time. Red: above the limit of an alert on all routes together.',
    width: 24,
    rows: { http_request_method: 'Method', http_route: 'Route' },
    columns: [
      { legend: 'Requests', unit: 'reqps', expr: all },
      {
        legend: '5xx',
        unit: 'percentunit',
        worry: { above: alertNumber('ApiErrorRateHigh') },
        expr: share(failed, all),
      },
      {
        legend: 'p50',
        unit: 's',
        expr: percentile(50, series(BUCKETS, REQUESTS, OF_ROUTE), ROUTE, '$__range'),
      },
      {
        legend: 'p95',
        unit: 's',
        worry: { above: alertSeconds('ApiLatencyP95High') },
        expr: percentile(95, series(BUCKETS, REQUESTS, OF_ROUTE), ROUTE, '$__range'),
      },
    ],
  })
}
