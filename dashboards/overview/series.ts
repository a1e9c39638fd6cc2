import { guardNumber } from '../queries/alert-numbers.ts'
import { APP, series } from '../queries/selectors.ts'

export const CALLS = 'traces_span_metrics_calls_total'
export const BUCKETS = 'traces_span_metrics_duration_seconds_bucket'
export const FAILED = 'http_response_status_code=~"5.."'
/** What alerts/slo.rules.yaml counts as a failed checkout, and as an attempt. */
export const CHECKOUT = {
  failedPayments: series('ticketcap_payments_total', APP, 'ticketcap_payment_status=~"FAILED|TIMEOUT"'),
  payments: series('ticketcap_payments_total', APP, 'ticketcap_payment_status!="REFUNDED"'),
  failedRegistrations: series('ticketcap_registrations_total', APP, 'ticketcap_registration_status="FAILED"'),
  registrations: series('ticketcap_registrations_total', APP, 'ticketcap_registration_status!="CANCELLED"'),
}
export const BUDGET = guardNumber('slo:checkout:error_budget')

/** The share of checkouts that failed by our fault within `window`; nothing without a checkout. */
export function failedShare(window: string): string {
  const count = (selector: string) => `sum (increase(${selector}[${window}]))`
  const failed = `${count(CHECKOUT.failedPayments)} + ${count(CHECKOUT.failedRegistrations)}`
  const all = `${count(CHECKOUT.payments)} + ${count(CHECKOUT.registrations)}`
  return `(${failed}) / ((${all}) > 0)`
}
