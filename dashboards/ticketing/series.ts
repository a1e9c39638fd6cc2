import { APP, series } from '../queries/selectors.ts'

export const PAYMENTS = 'ticketcap_payments_total'
export const REGISTRATIONS = 'ticketcap_registrations_total'
export const RACES = 'ticketcap_capacity_races_total'
export const SPAN_BUCKETS = 'traces_span_metrics_duration_seconds_bucket'
export const failed = series(PAYMENTS, APP, 'ticketcap_payment_status=~"FAILED|TIMEOUT"')
export const oversold = series(RACES, APP, 'ticketcap_capacity_race_outcome!="prevented"')
export const isolation = series('ticketcap_tenant_isolation_failures_total', APP)
export const blocked = series('ticketcap_tenant_blocked_accesses_total', APP)
