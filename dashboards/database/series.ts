export const OPERATIONS = 'db_client_operation_duration_seconds'
/** The cron runs every five minutes, and Prometheus forgets a gauge after five. */
export const FRESH = '15m'
