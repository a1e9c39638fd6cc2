import type { NextConfig } from 'next'

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

type ConfigFunction = (
  phase: string,
  context: { defaultConfig: NextConfig },
) => NextConfig | Promise<NextConfig>

/**
 * Wraps the configuration of Next.js, an object or a function. Lists of the user are kept and added to.
 *
 * @example // next.config.ts
 * export default withTelemetry({ reactStrictMode: true })
 */
export function withTelemetry(config: NextConfig): NextConfig
export function withTelemetry(config: ConfigFunction): ConfigFunction
export function withTelemetry(config?: undefined): NextConfig
export function withTelemetry(config: NextConfig | ConfigFunction = {}): NextConfig | ConfigFunction {
  if (typeof config !== 'function') return merge(config)
  return async (phase, context) => merge(await config(phase, context))
}

function merge(config: NextConfig): NextConfig {
  const packages = new Set([...(config.serverExternalPackages ?? []), ...EXTERNAL_PACKAGES])
  return { ...config, serverExternalPackages: [...packages] }
}
