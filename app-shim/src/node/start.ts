import { DiagConsoleLogger, DiagLogLevel, diag, metrics } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace'
import { registerOTel } from '@vercel/otel'
import { readSettings, type Settings } from '../settings.ts'
import { warnOnce } from '../warn-once.ts'
import { dietSampler } from './diet-sampler.ts'
import { exceptionOnce } from './exception-once.ts'
import { exportHealth } from './export-health.ts'
import { createMetricExporter, createTraceExporter } from './exporters.ts'
import { hygieneProcessor } from './hygiene-processor.ts'
import { observedMetricExporter, observedSpanExporter } from './observed-exporters.ts'
import { withoutOtelEnvironment } from './otel-environment.ts'
import { loadPostgresDriver, postgresInstrumentation } from './postgres.ts'
import { resourceAttributes } from './resource.ts'
import { sameTraceGuard } from './same-trace-guard.ts'
import { createSampler } from './sampler.ts'
import { flushOnExit, SHUTDOWN_BOUND_MILLIS, within } from './shutdown.ts'
import { startSeriesAtZero } from './zero-series.ts'

/** Telemetry of a running process. */
export interface TelemetryHandle {
  /** Sends what is queued. Resolves when it is sent, or after 3 s. Never rejects. */
  flush(): Promise<void>
  /** Sends what is queued and stops. Resolves when done, or after 3 s. Never rejects. */
  shutdown(): Promise<void>
}

/** Uploads to Sentry are no business of the trace, and their URL holds a key. */
const IGNORED_URLS = [/\/api\/\d+\/envelope\//]
/** Hosts that are ours: loopback, single-label names of a compose network, private DNS suffixes. */
const PRIVATE_HOSTS =
  /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\]|[^./:@]+|[^/:@]+\.(internal|local))(:\d+)?(\/|$)/

/** Starts traces and metrics. Undefined when telemetry is switched off or cannot start; never throws. */
export function startTelemetry(): TelemetryHandle | undefined {
  try {
    const settings = readSettings(process.env, warnOnce)
    const attributes = resourceAttributes(process.env, settings.resourceAttributes, process.cwd())
    return withoutOtelEnvironment(() => assemble(settings, attributes))
  } catch (error) {
    warnOnce('E_START_FAILED', 'start', error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function assemble(settings: Settings, attributes: Record<string, string>): TelemetryHandle | undefined {
  const { destination, timeoutMillis } = settings
  if (destination === undefined) return undefined
  setLogLevel(settings)
  const health = exportHealth(destination, console)
  const meterProvider = new MeterProvider({
    resource: resourceFromAttributes(attributes),
    readers: [
      new PeriodicExportingMetricReader({
        exporter: observedMetricExporter(createMetricExporter(destination, settings), health),
        exportIntervalMillis: settings.metricIntervalMillis,
        exportTimeoutMillis: Math.min(settings.metricIntervalMillis, timeoutMillis),
      }),
    ],
  })
  metrics.setGlobalMeterProvider(meterProvider)
  const spans = new BatchSpanProcessor({
    exporter: observedSpanExporter(createTraceExporter(destination, settings), health),
    ...settings.batch,
    selfObsMeterProvider: meterProvider,
  })
  registerOTel({
    serviceName: attributes['service.name'],
    attributes: { ...attributes, 'cloud.provider': undefined },
    autoDetectResources: false,
    propagators: ['tracecontext', 'baggage'],
    traceSampler: dietSampler(createSampler(settings.sampler, settings.samplerRatio)),
    spanProcessors: [sameTraceGuard(), exceptionOnce(), hygieneProcessor(), spans],
    instrumentations: ['fetch', postgresInstrumentation()],
    instrumentationConfig: {
      fetch: { ignoreUrls: IGNORED_URLS, propagateContextUrls: [PRIVATE_HOSTS, ...settings.propagateUrls] },
    },
  })
  loadPostgresDriver(process.cwd())
  startSeriesAtZero()
  const flush = () =>
    within(SHUTDOWN_BOUND_MILLIS, Promise.allSettled([spans.forceFlush(), meterProvider.forceFlush()]))
  const shutdown = () =>
    within(SHUTDOWN_BOUND_MILLIS, Promise.allSettled([spans.shutdown(), meterProvider.shutdown()]))
  flushOnExit(shutdown)
  return { flush, shutdown }
}

function setLogLevel({ logLevel }: Settings): void {
  if (logLevel === 'none') return
  const level = logLevel.toUpperCase() as Uppercase<typeof logLevel>
  diag.setLogger(new DiagConsoleLogger(), { logLevel: DiagLogLevel[level], suppressOverrideMessage: true })
}
