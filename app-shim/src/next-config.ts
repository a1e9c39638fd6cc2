import type { NextConfig } from 'next'
import { BROWSER_CONFIG_VARIABLE, type BrowserConfig, encodeBrowserConfig } from './browser/browser-config.ts'
import { publishSourceMaps, sourceMapsWanted } from './build/source-maps.ts'
import { resourceAttributes } from './node/resource.ts'
import { readIgnoreErrors } from './sentry-settings.ts'
import { warnOnce } from './warn-once.ts'

/**
 * Packages that Next.js must load with `require` instead of bundling: a bundled `pg` cannot be instrumented, and this
 * package keeps one state per process.
 */
const EXTERNAL_PACKAGES = [
  '@ticketcap/telemetry',
  'pg',
  'pg-pool',
  '@opentelemetry/instrumentation-pg',
  'require-in-the-middle',
  'import-in-the-middle',
] as const

/** Next.js writes it into the pages it renders on request: an error of the browser is then on the trace of its page. */
const PAGE_TRACE_METADATA = 'traceparent'

/** What the browser part of an app is built with. */
export interface TelemetryOptions {
  /** Path of the route file that exports `POST` of `@ticketcap/telemetry/tunnel`. Default `/api/telemetry`. */
  readonly tunnelPath?: string
  /** Share of visits that are recorded from the start, 0 to 1. Default 0.01. */
  readonly replaysSessionSampleRate?: number
  /**
   * Share of visits with an error that are recorded, from a minute before it on, 0 to 1. Default 1. At 0 most visits
   * do not load the recorder.
   */
  readonly replaysOnErrorSampleRate?: number
  /** Errors of the browser that are not sent. Default: those of `SENTRY_IGNORE_ERRORS` at build time. */
  readonly ignoreErrors?: readonly (string | RegExp)[]
}

const DEFAULTS = {
  tunnelPath: '/api/telemetry',
  replaysSessionSampleRate: 0.01,
  replaysOnErrorSampleRate: 1,
} as const

type ConfigFunction = (
  phase: string,
  context: { defaultConfig: NextConfig },
) => NextConfig | Promise<NextConfig>

/**
 * Wraps the configuration of Next.js, an object or a function. Lists of the user are kept and added to.
 *
 * @throws RangeError when a rate is not between 0 and 1, or the path does not begin with a slash
 * @example // next.config.ts
 * export default withTelemetry({ reactStrictMode: true }, { replaysSessionSampleRate: 0 })
 */
export function withTelemetry(config: NextConfig, options?: TelemetryOptions): NextConfig
export function withTelemetry(config: ConfigFunction, options?: TelemetryOptions): ConfigFunction
export function withTelemetry(config?: undefined, options?: TelemetryOptions): NextConfig
export function withTelemetry(
  config: NextConfig | ConfigFunction = {},
  options: TelemetryOptions = {},
): NextConfig | ConfigFunction {
  const browser = browserConfig(options)
  if (typeof config !== 'function') return merge(config, browser)
  return async (phase, context) => merge(await config(phase, context), browser)
}

function browserConfig(options: TelemetryOptions): BrowserConfig {
  const found = resourceAttributes(process.env, {}, process.cwd())
  const config = {
    ...DEFAULTS,
    ignoreErrors: readIgnoreErrors(process.env, warnOnce),
    ...options,
    release: found['service.version'],
    environment: found['deployment.environment.name'],
  }
  for (const name of ['replaysSessionSampleRate', 'replaysOnErrorSampleRate'] as const) {
    const rate = config[name]
    if (!(rate >= 0 && rate <= 1)) {
      throw new RangeError(`next.config › withTelemetry: ${name} is ${rate}. Use a share from 0 to 1.`)
    }
  }
  if (!config.tunnelPath.startsWith('/')) {
    throw new RangeError(
      `next.config › withTelemetry: tunnelPath is "${config.tunnelPath}". Begin it with a slash, like ${DEFAULTS.tunnelPath}.`,
    )
  }
  return config
}

function merge(config: NextConfig, browser: BrowserConfig): NextConfig {
  const packages = new Set([...(config.serverExternalPackages ?? []), ...EXTERNAL_PACKAGES])
  const tunnelPath = `${config.basePath ?? ''}${browser.tunnelPath}`
  return {
    ...config,
    serverExternalPackages: [...packages],
    env: { ...config.env, [BROWSER_CONFIG_VARIABLE]: encodeBrowserConfig({ ...browser, tunnelPath }) },
    ...(sourceMapsWanted(process.env) && {
      productionBrowserSourceMaps: true,
      // An error then names the build of each file, whatever its address.
      turbopack: { ...config.turbopack, debugIds: true },
    }),
    compiler: {
      ...config.compiler,
      runAfterProductionCompile: afterCompile(config, browser.release),
    },
    experimental: { ...config.experimental, ...pageTraceMetadata(config) },
  }
}

/** A page that is prepared at build time has no request, hence no trace to tell. */
function pageTraceMetadata({ cacheComponents, experimental }: NextConfig): NextConfig['experimental'] {
  if (cacheComponents) return {}
  const keys = new Set([...(experimental?.clientTraceMetadata ?? []), PAGE_TRACE_METADATA])
  return { clientTraceMetadata: [...keys] }
}

type AfterCompile = NonNullable<NonNullable<NextConfig['compiler']>['runAfterProductionCompile']>

function afterCompile(config: NextConfig, release: string | undefined): AfterCompile {
  return async (build) => {
    await config.compiler?.runAfterProductionCompile?.(build)
    await publishSourceMaps({
      env: process.env,
      distDir: build.distDir,
      release,
      basePath: config.basePath ?? '',
      // Maps that the app itself wants to serve stay.
      keep: config.productionBrowserSourceMaps === true,
      out: console,
    })
  }
}
