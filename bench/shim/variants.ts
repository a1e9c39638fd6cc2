import type { Collector } from '../../tests/support/collector.ts'

/** What observes the app in one measurement. */
export interface Variant {
  readonly name: string
  /** Which build of the demo it runs; two variants may share one. */
  readonly build: BuildName
  readonly env: (targets: Targets) => Record<string, string>
}

export type BuildName = 'bare' | 'shim' | 'sentry' | 'no-browser'

/** Where a variant sends its data. */
export interface Targets {
  readonly collector: Collector
  readonly envelopesUrl: string
}

export const VARIANTS: readonly Variant[] = [
  { name: 'nothing', build: 'bare', env: () => ({}) },
  {
    name: 'shim, HTTP',
    build: 'shim',
    env: ({ collector }) => ({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      SIDECAR_TOKEN: collector.token,
    }),
  },
  {
    name: 'shim, gRPC',
    build: 'shim',
    env: ({ collector }) => ({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.grpcAddress}`,
      SIDECAR_TOKEN: collector.token,
    }),
  },
  {
    name: 'Sentry SDK, full tracing',
    build: 'sentry',
    env: ({ envelopesUrl }) => ({ SENTRY_DSN: envelopesUrl.replace('://', '://key@') }),
  },
]

/** The two files of the app that differ between builds. */
export const WIRING: Readonly<Record<BuildName, { instrumentation: string; config: string }>> = {
  bare: {
    instrumentation: 'export function register() {}\n',
    config: 'export default { typescript: { ignoreBuildErrors: true } }\n',
  },
  shim: {
    instrumentation: "export { onRequestError, register } from '@ticketcap/telemetry'\n",
    config: `import { withTelemetry } from '@ticketcap/telemetry/next-config'
export default withTelemetry({ typescript: { ignoreBuildErrors: true } })
`,
  },
  'no-browser': {
    instrumentation: "export { onRequestError, register } from '@ticketcap/telemetry'\n",
    config: `import { withTelemetry } from '@ticketcap/telemetry/next-config'
const resolveAlias = { '@ticketcap/telemetry/client': './no-browser.ts' }
export default withTelemetry({ typescript: { ignoreBuildErrors: true }, turbopack: { resolveAlias } })
`,
  },
  sentry: {
    instrumentation: `import * as Sentry from '@sentry/nextjs'
export function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 })
}
export const onRequestError = Sentry.captureRequestError
`,
    config: `import { withSentryConfig } from '@sentry/nextjs/config'
const options = { silent: true, telemetry: false, sourcemaps: { disable: true } }
export default withSentryConfig({ typescript: { ignoreBuildErrors: true } }, options)
`,
  },
}
