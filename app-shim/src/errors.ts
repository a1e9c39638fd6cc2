/**
 * Every warning the shim can print, by stable code. `docs/errors.md` has one heading for each.
 *
 * A warning says where, what was seen and what to do. It is printed once per process and never carries a secret:
 * a value that may be one is described by its length.
 */
export const ERRORS = {
  E_ENDPOINT_INVALID: 'The collector address is not a usable URL. Telemetry stays off.',
  E_ENDPOINT_PORT: 'The port of the collector address belongs to the other OTLP protocol.',
  E_HEADERS_INVALID: 'A pair in OTEL_EXPORTER_OTLP_HEADERS cannot be read. The pair is left out.',
  E_RESOURCE_ATTRIBUTES_INVALID: 'A pair in OTEL_RESOURCE_ATTRIBUTES cannot be read. The pair is left out.',
  E_VARIABLE_INVALID: 'An environment variable has a value outside its range. The default is used.',
  E_VARIABLE_IGNORED: 'An environment variable is set that this package does not read.',
  E_SAMPLER_IN_APP: 'The app drops traces before the collector has counted them.',
  E_START_FAILED: 'Telemetry could not start. The app runs without it.',
  E_EXPORT_UNREACHABLE: 'The collector cannot be reached.',
  E_EXPORT_UNAUTHORIZED: 'The collector refuses the token.',
  E_EXPORT_NOT_FOUND: 'The collector address answers, but not to OTLP.',
  E_EXPORT_BUSY: 'The collector is overloaded or cannot take data now.',
  E_EXPORT_TIMEOUT: 'The collector accepts the connection and does not answer.',
  E_EXPORT_REJECTED: 'The collector rejects the data.',
  E_SENTRY_UNDELIVERED: 'The collector does not take errors.',
  E_METRIC_INVALID: 'A metric was recorded with a value that cannot be counted.',
} as const

export type ErrorCode = keyof typeof ERRORS
