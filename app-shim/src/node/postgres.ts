import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { namePools, type PoolClass } from './pool-name.ts'
import { sparingRequireHook } from './require-hook.ts'

/** Database spans: statement text with placeholders, never the values; no spans outside a request. */
export function postgresInstrumentation(): Instrumentation {
  return sparingRequireHook(
    () => new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
  )
}

/**
 * Loads `pg` of the app once, so that its classes are patched before the app uses them. The app may then load it with
 * `require` or `import`: both give the same classes. An app without `pg` is left alone.
 */
export function loadPostgresDriver(directory: string): void {
  const require = createRequire(join(directory, 'package.json'))
  try {
    require('pg')
    // Not loaded again with a driver that was there before.
    namePools(createRequire(require.resolve('pg'))('pg-pool') as PoolClass)
  } catch {
    // No driver, or a broken one: the app itself meets that error where it loads the driver.
  }
}
