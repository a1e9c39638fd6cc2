import { DiagConsoleLogger, DiagLogLevel, diag, metrics } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { registerOTel } from '@vercel/otel'
import { readSettings, type Settings } from '../settings.ts'
import { warnOnce } from '../warn-once.ts'
import { batchProcessor } from './batch-processor.ts'
import { exceptionOnce } from './exception-once.ts'
import { exportHealth } from './export-health.ts'
import { createMetricExporter, createTraceExporter } from './exporters.ts'
import { hygieneProcessor } from './hygiene-processor.ts'
import { keepAskedFor } from './keep-asked-for.ts'
import { observedMetricExporter, observedSpanExporter } from './observed-exporters.ts'
import { withoutOtelEnvironment } from './otel-environment.ts'
import { loadPostgresDriver, postgresInstrumentation } from './postgres.ts'
import { resourceAttributes } from './resource.ts'
import { startRuntimeMetrics } from './runtime-metrics.ts'
import { sameTraceGuard } from './same-trace-guard.ts'
import { createSampler } from './sampler.ts'
import { captureCrashes } from './sentry/crash.ts'
import { requestRecords } from './sentry/request-records.ts'
import { startSentry } from './sentry/start.ts'
import { startServerMetrics } from './server-metrics.ts'
import { collectorHealths } from './several-exporters.ts'
import { stopOnExit } from './shutdown.ts'
import { putOnDiet } from './span-diet.ts'
import {
  FLUSH_BOUND_MILLIS,
  JOB_FLUSH_BOUND_MILLIS,
  type TelemetryHandle,
  telemetryHandle,
} from './telemetry-handle.ts'
import { startSeriesAtZero } from './zero-series.ts'

/** What `@vercel/otel` adds to the resource; wrong or of no use outside its platform. */
const NOT_OURS = { 'cloud.provider': undefined, 'vercel.runtime': undefined, 'node.env': undefined }
/** A value without limit could make a batch larger than the 4 MiB that the collector takes. Stack traces fit. */
const SPAN_LIMITS = { attributeValueLengthLimit: 8192 }
/** Label sets of one metric in one process; what is beyond counts into one more, `otel.metric.overflow="true"`. */
const MAX_SERIES_PER_METRIC = 200
/** A job of a few statements says nothing about them that its span does not. */
const NO_DRIVER_METRICS = {
  meterName: '@opentelemetry/instrumentation-pg',
  aggregation: { type: AggregationType.DROP },
} as const
/** Uploads to Sentry are no business of the trace, and their URL holds a key. */
const IGNORED_URLS = [/\/api\/\d+\/envelope\//]
/** Hosts that are ours: loopback, single-label names of a compose network, private DNS suffixes. */
const PRIVATE_HOSTS =
  /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\]|[^./:@]+|[^/:@]+\.(internal|local))(:\d+)?(\/|$)/

/**
 * Starts traces and metrics. Undefined when telemetry is switched off or cannot start; never throws.
 *
 * @param job name of a short process; see `start()`
 */
export function startTelemetry(job?: string): TelemetryHandle | undefined {
  try {
    const settings = readSettings(process.env, warnOnce)
    const attributes = resourceAttributes(process.env, settings.resourceAttributes, process.cwd(), job)
    return withoutOtelEnvironment(() => {
      const handle = assemble(settings, attributes, job)
      if (handle !== undefined && job === undefined) startAppMetrics()
      return handle
    })
  } catch (error) {
    warnOnce('E_START_FAILED', 'start', error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function assemble(
  settings: Settings,
  attributes: Record<string, string>,
  job: string | undefined,
): TelemetryHandle | undefined {
  const { destination, timeoutMillis } = settings
  if (destination === undefined) return undefined
  setLogLevel(settings)
  const health = exportHealth(destination, console)
  const among = {
    healthOf: collectorHealths(console),
    instance: attributes['service.instance.id'] ?? '',
  }
  const meterProvider = new MeterProvider({
    resource: resourceFromAttributes(attributes),
    views: job === undefined ? [] : [NO_DRIVER_METRICS],
    readers: [
      new PeriodicExportingMetricReader({
        exporter: observedMetricExporter(createMetricExporter(destination, settings, among), health),
        exportIntervalMillis: settings.metricIntervalMillis,
        exportTimeoutMillis: Math.min(settings.metricIntervalMillis, timeoutMillis),
        cardinalityLimits: { default: MAX_SERIES_PER_METRIC },
      }),
    ],
  })
  metrics.setGlobalMeterProvider(meterProvider)
  const exporter = observedSpanExporter(
    createTraceExporter(destination, settings, among, meterProvider),
    health,
  )
  const spans = batchProcessor(exporter, settings.batch, meterProvider)
  const records = requestRecords()
  const keep = keepAskedFor(process.env, records, warnOnce)
  registerOTel({
    serviceName: attributes['service.name'],
    attributes: { ...attributes, ...NOT_OURS },
    autoDetectResources: false,
    spanLimits: SPAN_LIMITS,
    propagators: ['tracecontext', 'baggage'],
    traceSampler: createSampler(settings.sampler, settings.samplerRatio),
    spanProcessors: [sameTraceGuard(), exceptionOnce(), hygieneProcessor(), ...(keep ? [keep] : []), spans],
    instrumentations: ['fetch', postgresInstrumentation()],
    instrumentationConfig: {
      fetch: { ignoreUrls: IGNORED_URLS, propagateContextUrls: [PRIVATE_HOSTS, ...settings.propagateUrls] },
    },
  })
  putOnDiet()
  loadPostgresDriver(process.cwd())
  const errors = startSentry(settings, attributes, records)
  const handle = telemetryHandle(spans, meterProvider, errors, {
    flush: job === undefined ? FLUSH_BOUND_MILLIS : JOB_FLUSH_BOUND_MILLIS,
    shutdown: settings.shutdownMillis,
  })
  stopOnExit(handle.shutdown, settings.shutdownMillis)
  // Who starts it again waits for its end.
  if (errors) captureCrashes(errors.port, handle.shutdown, FLUSH_BOUND_MILLIS)
  return handle
}

/** What a process that serves reports from its start on; a job of seconds has none of it. */
function startAppMetrics(): void {
  startSeriesAtZero()
  startRuntimeMetrics()
  startServerMetrics()
}

function setLogLevel({ logLevel }: Settings): void {
  if (logLevel === 'none') return
  const level = logLevel.toUpperCase() as Uppercase<typeof logLevel>
  diag.setLogger(new DiagConsoleLogger(), { logLevel: DiagLogLevel[level], suppressOverrideMessage: true })
}
