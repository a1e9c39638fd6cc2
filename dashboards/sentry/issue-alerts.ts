import type { SentryIssueAlert, SentryRulePart } from './shapes.ts'

/** To the owners of the code, or to everybody of the project where ownership is not set. */
const MAIL: SentryRulePart = {
  id: 'sentry.mail.actions.NotifyEmailAction',
  targetType: 'IssueOwners',
  targetIdentifier: '',
  fallthroughType: 'ActiveMembers',
}
const HALF_AN_HOUR = 30
const A_DAY = 1440

/**
 * What Sentry itself tells people: that there is an error they do not know, or one that many users meet. Rates and
 * thresholds over all requests stand in alerts/, where nothing is sampled.
 */
export const SENTRY_ISSUE_ALERTS: readonly SentryIssueAlert[] = [
  {
    name: 'ticketcap: an error nobody has seen before',
    conditions: [{ id: 'sentry.rules.conditions.first_seen_event.FirstSeenEventCondition' }],
    filters: [],
    actions: [MAIL],
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: HALF_AN_HOUR,
  },
  {
    name: 'ticketcap: an error that was resolved is back',
    conditions: [{ id: 'sentry.rules.conditions.regression_event.RegressionEventCondition' }],
    filters: [],
    actions: [MAIL],
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: HALF_AN_HOUR,
  },
  {
    name: 'ticketcap: an error of a payment',
    conditions: [
      { id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition', value: 2, interval: '15m' },
    ],
    filters: [tagged('transaction', '/api/orders'), tagged('transaction', '/api/payments')],
    actions: [MAIL],
    actionMatch: 'any',
    filterMatch: 'any',
    frequency: HALF_AN_HOUR,
  },
  {
    name: 'ticketcap: an error that many users meet',
    conditions: [
      {
        id: 'sentry.rules.conditions.event_frequency.EventUniqueUserFrequencyCondition',
        value: 20,
        interval: '1h',
      },
    ],
    filters: [],
    actions: [MAIL],
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: A_DAY,
  },
  {
    name: 'ticketcap: an error that does not stop',
    conditions: [
      { id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition', value: 100, interval: '5m' },
    ],
    filters: [],
    actions: [MAIL],
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: A_DAY,
  },
]

/** An event whose tag contains a text. */
function tagged(key: string, value: string): SentryRulePart {
  return { id: 'sentry.rules.filters.tagged_event.TaggedEventFilter', key, match: 'co', value }
}
