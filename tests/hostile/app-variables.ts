import { globSync, readFileSync } from 'node:fs'
import { inRepository, REPOSITORY } from '../support/repository.ts'
import { documentedVariables } from './environment-values.ts'

/** Where the packages of an app read variables. */
const LIBRARIES = [
  'node_modules/@opentelemetry/*/build/src/**/*.js',
  'node_modules/@sentry/*/build/cjs/**/*.js',
]
const READ = /(?:\benv\??\.|["'`])((?:OTEL|SENTRY)_[A-Z0-9_]*[A-Z0-9])\b/g
/** Each of these exists for a single signal, too; no source has those names in one piece. */
const OF_A_SIGNAL = /^OTEL_EXPORTER_OTLP_(?!TRACES_|METRICS_)/
const SIGNALS = ['TRACES', 'METRICS', 'LOGS']
/** Notices only: docs/environment.md. */
const WITHOUT_EFFECT = [
  'OTEL_PROPAGATORS',
  'OTEL_TRACES_EXPORTER',
  'OTEL_METRICS_EXPORTER',
  'OTEL_LOGS_EXPORTER',
]
/** These switch telemetry off, and with it what is to be tested. */
const SWITCHES = ['OTEL_SDK_DISABLED', 'NEXT_RUNTIME', 'NEXT_PHASE']
/** Next.js and React themselves are another build with another value. */
const NOT_OURS = ['NODE_ENV']

/** Every variable of docs/environment.md that an app has, and every `OTEL_` and `SENTRY_` name in its packages. */
export function appVariables(): string[] {
  const files = LIBRARIES.flatMap((pattern) => globSync(pattern, { cwd: REPOSITORY }))
  const named = files.flatMap((file) =>
    [...readFileSync(inRepository(file), 'utf8').matchAll(READ)].map(([, name = '']) => name),
  )
  const common = [...documentedVariables('App'), ...named, ...WITHOUT_EFFECT]
  const single = common
    .filter((name) => OF_A_SIGNAL.test(name))
    .flatMap((name) => SIGNALS.map((signal) => name.replace(OF_A_SIGNAL, `$&${signal}_`)))
  const all = new Set([...common, ...single])
  return [...all].filter((name) => ![...SWITCHES, ...NOT_OURS].includes(name)).toSorted()
}
