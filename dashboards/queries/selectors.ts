/** The series of the chosen apps in the chosen environments. */
export const APP = 'job=~"$service", deployment_environment_name=~"$environment"'

/** Requests as the collector counted them, from every span and before sampling; health checks are nobody's experience. */
export const REQUESTS = `${APP}, span_kind="SPAN_KIND_SERVER", http_route!~"/api/health.*"`

/** Requests to API routes, as the alerts judge them. */
export const API_REQUESTS = `${REQUESTS}, http_route=~"/api/.+"`

/** The collectors' metrics about themselves. */
export const COLLECTOR = 'job="otelcol-sidecar", instance=~"$collector"'

/**
 * A selector.
 *
 * @example series('ticketcap_payments_total', APP, 'ticketcap_payment_status="FAILED"')
 */
export function series(metric: string, ...matchers: string[]): string {
  return `${metric}{${matchers.join(', ')}}`
}
