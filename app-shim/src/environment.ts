/** One environment variable the app side reads. `docs/environment.md` has one row for each; a test compares. */
export interface Variable {
  readonly name: string
  /** The default as the table prints it. */
  readonly default: string
  readonly unit?: string
  readonly meaning: string
}

/** Every environment variable this package reads, in the order of the table. */
export const VARIABLES = {
  disabled: {
    name: 'OTEL_SDK_DISABLED',
    default: 'false',
    meaning: '`true` switches telemetry off. Any other value leaves it on.',
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    default: 'ticketcap',
    meaning: '`service.name` of everything the app sends.',
  },
  serviceVersion: {
    name: 'OTEL_SERVICE_VERSION',
    default: 'commit, else version in `package.json`',
    meaning: '`service.version`.',
  },
  resourceAttributes: {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    default: 'none',
    meaning:
      'More resource attributes: `key=value,key=value`, percent-encoded. They win over the built-in ones.',
  },
  endpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '`http://127.0.0.1:4317` for grpc, `http://127.0.0.1:4318` for http/protobuf',
    meaning:
      'Base URL of the collector; of several, comma separated. For http/protobuf the signal path is appended.',
  },
  tracesEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    default: 'from the base URL',
    meaning: 'Full URL for traces, used as it is; several, comma separated.',
  },
  metricsEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
    default: 'from the base URL',
    meaning: 'Full URL for metrics, used as it is; several, comma separated.',
  },
  protocol: {
    name: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    default: 'grpc',
    meaning: '`grpc` or `http/protobuf`.',
  },
  token: {
    name: 'SIDECAR_TOKEN',
    default: 'none',
    meaning: 'Bearer token of the collector. Not used when the headers variable has `authorization`.',
  },
  headers: {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    default: 'none',
    meaning: 'Request headers: `key=value,key=value`, percent-encoded.',
  },
  timeout: {
    name: 'OTEL_EXPORTER_OTLP_TIMEOUT',
    default: '10000',
    unit: 'ms',
    meaning: 'Time limit of one export, retries included.',
  },
  compression: {
    name: 'OTEL_EXPORTER_OTLP_COMPRESSION',
    default: '`none` to a loopback address, else `gzip`',
    meaning: '`gzip` or `none`.',
  },
  certificate: {
    name: 'OTEL_EXPORTER_OTLP_CERTIFICATE',
    default: 'system store',
    meaning: 'Path of a PEM file with the certificate authority of an https collector.',
  },
  metricExportInterval: {
    name: 'OTEL_METRIC_EXPORT_INTERVAL',
    default: '60000',
    unit: 'ms',
    meaning: 'Time between two exports of metrics.',
  },
  queueSize: {
    name: 'OTEL_BSP_MAX_QUEUE_SIZE',
    default: '8192',
    unit: 'spans',
    meaning: 'Ended spans kept in memory. Above it spans are dropped and counted.',
  },
  batchSize: {
    name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    default: '512',
    unit: 'spans',
    meaning: 'Spans in one export.',
  },
  scheduleDelay: {
    name: 'OTEL_BSP_SCHEDULE_DELAY',
    default: '1000',
    unit: 'ms',
    meaning: 'Longest wait before an incomplete batch is sent.',
  },
  exportTimeout: {
    name: 'OTEL_BSP_EXPORT_TIMEOUT',
    default: '30000',
    unit: 'ms',
    meaning: 'Time after which the batch processor gives up on an export.',
  },
  shutdownTimeout: {
    name: 'SIDECAR_SHUTDOWN_TIMEOUT',
    default: '3000',
    unit: 'ms',
    meaning:
      'Longest time the end of the process waits for the collector to take what is queued. The platform must kill later.',
  },
  sampler: {
    name: 'OTEL_TRACES_SAMPLER',
    default: 'always_on',
    meaning: 'Obeyed, with a notice: sampling belongs in the collector, which counts before it samples.',
  },
  samplerArgument: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    default: '1',
    meaning: 'Share of traces kept, 0 to 1. Alone it means `traceidratio`.',
  },
  logLevel: {
    name: 'OTEL_LOG_LEVEL',
    default: 'none',
    meaning: 'SDK diagnostics on the console: none, error, warn, info, debug, verbose, all.',
  },
  propagateUrls: {
    name: 'SIDECAR_PROPAGATE_URLS',
    default: 'none',
    meaning: 'URL prefixes, comma separated, that get `traceparent` besides private hosts.',
  },
  sentryEndpoint: {
    name: 'SIDECAR_SENTRY_ENDPOINT',
    default: 'hosts of the collectors, port 4319',
    meaning: 'Base URL of the collector for errors and replays; of several, comma separated.',
  },
  ignoreErrors: {
    name: 'SENTRY_IGNORE_ERRORS',
    default: 'none',
    meaning:
      'Errors that are not sent, comma separated: a part of the message, or a pattern between slashes.',
  },
  grafanaUrl: {
    name: 'GRAFANA_URL',
    default: 'none',
    meaning: 'Base URL of Grafana. With it an error links to its trace.',
  },
  tempoDatasource: {
    name: 'GRAFANA_TEMPO_DATASOURCE',
    default: 'tempo',
    meaning: '`uid` of the Tempo data source in Grafana, for those links.',
  },
  issuesUrl: {
    name: 'SENTRY_ISSUES_URL',
    default: 'none',
    meaning:
      'Issue list of Sentry, like `https://my-org.sentry.io/issues`. With it the span of an error links to Sentry.',
  },
  keepTraceSecret: {
    name: 'SIDECAR_KEEP_TRACE_SECRET',
    default: 'none',
    meaning:
      'A request whose `x-ticketcap-keep-trace` header has this value asks for its trace to be kept: 16 characters or more. Without it the header means nothing.',
  },
  sentryAuthToken: {
    name: 'SENTRY_AUTH_TOKEN',
    default: 'none',
    meaning: 'For `next build`: with it the source maps of the browser code go to Sentry and are not served.',
  },
  sentryOrg: {
    name: 'SENTRY_ORG',
    default: 'none',
    meaning: 'For `next build`, with the token: the organization.',
  },
  sentryProject: {
    name: 'SENTRY_PROJECT',
    default: 'none',
    meaning: 'For `next build`, with the token: the project.',
  },
  sentryUrl: {
    name: 'SENTRY_URL',
    default: 'https://sentry.io',
    meaning: 'For `next build`, with the token: another Sentry.',
  },
  browserConfig: {
    name: 'TICKETCAP_TELEMETRY_BROWSER',
    default: 'set by `withTelemetry`',
    meaning: 'What the browser part is told at build time. Not to be set by hand.',
  },
  commit: {
    name: 'RAILWAY_GIT_COMMIT_SHA',
    default: 'set by the platform',
    meaning: 'Commit that becomes `service.version` when nothing else names one.',
  },
  deployment: {
    name: 'RAILWAY_ENVIRONMENT_NAME',
    default: 'set by the platform',
    meaning: '`deployment.environment.name`.',
  },
  nodeEnvironment: {
    name: 'NODE_ENV',
    default: 'development',
    meaning: '`deployment.environment.name` where the platform names none.',
  },
  nextRuntime: {
    name: 'NEXT_RUNTIME',
    default: 'set by Next.js',
    meaning: '`edge` gives no telemetry: the edge runtime has no Node.js.',
  },
  nextPhase: {
    name: 'NEXT_PHASE',
    default: 'set by Next.js',
    meaning: '`phase-production-build` gives no telemetry: a build has no requests.',
  },
} as const satisfies Record<string, Variable>

/** A snapshot of the environment: `process.env`, or an object in a test. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The value of a variable, trimmed; undefined when it is absent or empty. */
export function read(env: Environment, key: keyof typeof VARIABLES): string | undefined {
  const value = env[VARIABLES[key].name]?.trim()
  return value === '' ? undefined : value
}
