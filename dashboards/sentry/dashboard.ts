import type { SentryDashboard, SentryQuery, SentryWidget } from './shapes.ts'

/** Routes that take money. */
const PAYMENT_ROUTES = 'transaction:["POST /api/orders","POST /api/payments"]'
/** The outermost span of a request. Sentry gets a share of the traces, so these are examples and no totals. */
const REQUESTS = 'is_transaction:true'

/**
 * The dashboard of the app in Sentry. Errors are complete there and are counted; spans are a sample, so what is a share
 * of all requests stands in Grafana.
 */
export const SENTRY_DASHBOARD: SentryDashboard = {
  title: 'ticketcap',
  period: '24h',
  widgets: [
    errorCount(),
    affectedUsers(),
    unhandledErrors(),
    errorFrequency(),
    errorRateByEndpoint(),
    paymentErrors(),
    userImpact(),
    slowestTransactions(),
  ],
}

function errorCount(): SentryWidget {
  return {
    title: 'Errors',
    description: 'Error events in the period.',
    displayType: 'big_number',
    widgetType: 'error-events',
    interval: '5m',
    layout: { x: 0, y: 0, w: 2, h: 1, minH: 1 },
    queries: [query({ aggregates: ['count()'] })],
  }
}

function affectedUsers(): SentryWidget {
  return {
    title: 'Users who met an error',
    description: 'By user id: nothing else about a user reaches Sentry.',
    displayType: 'big_number',
    widgetType: 'error-events',
    interval: '5m',
    layout: { x: 2, y: 0, w: 2, h: 1, minH: 1 },
    queries: [query({ aggregates: ['count_unique(user)'] })],
  }
}

function unhandledErrors(): SentryWidget {
  return {
    title: 'Errors that nothing caught',
    description: 'Error events whose request or page failed.',
    displayType: 'big_number',
    widgetType: 'error-events',
    interval: '5m',
    layout: { x: 4, y: 0, w: 2, h: 1, minH: 1 },
    queries: [query({ aggregates: ['count()'], conditions: 'error.handled:0' })],
  }
}

function errorFrequency(): SentryWidget {
  return {
    title: 'Error frequency',
    description: 'Error events over time, server and browser apart.',
    displayType: 'area',
    widgetType: 'error-events',
    interval: '5m',
    layout: { x: 0, y: 1, w: 3, h: 2, minH: 2 },
    queries: [
      query({ name: 'server', aggregates: ['count()'], conditions: 'platform:node' }),
      query({ name: 'browser', aggregates: ['count()'], conditions: 'platform:javascript' }),
    ],
  }
}

function errorRateByEndpoint(): SentryWidget {
  return {
    title: 'Error rate by endpoint',
    description:
      'Error events per minute. The share of all requests stands in Grafana: Sentry gets a sample of them.',
    displayType: 'table',
    widgetType: 'error-events',
    interval: '5m',
    limit: 10,
    layout: { x: 3, y: 1, w: 3, h: 2, minH: 2 },
    queries: [
      query({ columns: ['transaction'], aggregates: ['epm()', 'count_unique(user)'], orderby: '-epm()' }),
    ],
  }
}

function paymentErrors(): SentryWidget {
  return {
    title: 'Payment errors',
    description: 'Error events of the routes that take money.',
    displayType: 'line',
    widgetType: 'error-events',
    interval: '5m',
    limit: 5,
    layout: { x: 0, y: 3, w: 3, h: 2, minH: 2 },
    queries: [
      query({
        columns: ['error.type'],
        aggregates: ['count()'],
        conditions: PAYMENT_ROUTES,
        orderby: '-count()',
      }),
    ],
  }
}

function userImpact(): SentryWidget {
  return {
    title: 'User impact',
    description: 'The errors that most users met.',
    displayType: 'table',
    widgetType: 'error-events',
    interval: '5m',
    limit: 10,
    layout: { x: 3, y: 3, w: 3, h: 2, minH: 2 },
    queries: [
      query({
        columns: ['title'],
        aggregates: ['count_unique(user)', 'count()'],
        orderby: '-count_unique(user)',
      }),
    ],
  }
}

function slowestTransactions(): SentryWidget {
  return {
    title: 'Slowest transactions',
    description: 'Among the traces that were kept and sent: slow ones and failed ones are over-represented.',
    displayType: 'table',
    widgetType: 'spans',
    interval: '5m',
    limit: 10,
    layout: { x: 0, y: 5, w: 6, h: 2, minH: 2 },
    queries: [
      query({
        columns: ['transaction'],
        aggregates: ['p95(span.duration)', 'max(span.duration)', 'count(span.duration)'],
        conditions: REQUESTS,
        orderby: '-p95(span.duration)',
      }),
    ],
  }
}

function query(part: Partial<Omit<SentryQuery, 'fields'>>): SentryQuery {
  const { name = '', columns = [], aggregates = [], conditions = '', orderby = '' } = part
  return { name, fields: [...columns, ...aggregates], columns, aggregates, conditions, orderby }
}
