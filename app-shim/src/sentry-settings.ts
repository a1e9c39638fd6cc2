import { type Destination, readSidecarUrls } from './destination.ts'
import { type Environment, read, VARIABLES } from './environment.ts'
import { quoted } from './quoted.ts'
import type { Warn } from './warn-once.ts'

/** The port of the collector's Sentry receiver. */
const RECEIVER_PORT = '4319'
/** The receiver forgets the project: the collector alone knows where errors go. */
const ENVELOPE_PATH = '/api/1/envelope/'

/** What the environment asks for about errors, checked. */
export interface SentrySettings {
  /** Full address of the receiver of each collector. */
  readonly urls: readonly string[]
  readonly ignoreErrors: readonly (string | RegExp)[]
  /** Base URL of Grafana, without the last slash. */
  readonly grafanaUrl: string | undefined
  /** uid of the Tempo data source. */
  readonly tempoDatasource: string
  /** Issue list of Sentry, without a query. */
  readonly issuesUrl: string | undefined
}

/** Reads and checks the variables of errors. Undefined when the address cannot be used. Never throws. */
export function readSentrySettings(
  env: Environment,
  destination: Destination,
  warn: Warn,
): SentrySettings | undefined {
  const urls = receiverUrls(env, destination, warn)
  if (urls === undefined) return undefined
  return {
    urls,
    ignoreErrors: readIgnoreErrors(env, warn),
    grafanaUrl: linkBase(env, 'grafanaUrl', warn),
    tempoDatasource: read(env, 'tempoDatasource') ?? VARIABLES.tempoDatasource.default,
    issuesUrl: linkBase(env, 'issuesUrl', warn),
  }
}

function receiverUrls(env: Environment, destination: Destination, warn: Warn): readonly string[] | undefined {
  const given = readSidecarUrls(env, 'sentryEndpoint', `http://127.0.0.1:${RECEIVER_PORT}`, warn)
  if (given === 'invalid') return undefined
  if (given !== undefined) return given.map((url) => new URL(ENVELOPE_PATH, url).href)
  const beside = destination.tracesUrls.map((traces) => {
    const url = new URL(traces)
    url.port = RECEIVER_PORT
    url.search = ''
    url.pathname = ENVELOPE_PATH
    return url.href
  })
  return [...new Set(beside)]
}

/** `Network down,/^AbortError/`: texts that a message contains, or patterns between slashes. */
export function readIgnoreErrors(env: Environment, warn: Warn): (string | RegExp)[] {
  const entries = (read(env, 'ignoreErrors') ?? '').split(',').map((entry) => entry.trim())
  return entries.filter(Boolean).flatMap((entry): (string | RegExp)[] => {
    const pattern = /^\/(.+)\/([imsu]*)$/.exec(entry)
    if (pattern === null) return [entry]
    try {
      return [new RegExp(pattern[1] ?? '', pattern[2])]
    } catch {
      warn(
        'E_VARIABLE_INVALID',
        VARIABLES.ignoreErrors.name,
        `has a pattern that is no regular expression: ${quoted(entry)}. It is left out.`,
      )
      return []
    }
  })
}

function linkBase(env: Environment, key: 'grafanaUrl' | 'issuesUrl', warn: Warn): string | undefined {
  const raw = read(env, key)
  if (raw === undefined) return undefined
  const { name } = VARIABLES[key]
  if (URL.canParse(raw) && /^https?:\/\//.test(raw)) return raw.replace(/[?#].*$/, '').replace(/\/+$/, '')
  warn('E_VARIABLE_INVALID', name, `is no http or https URL (${raw.length} characters). No links are made.`)
  return undefined
}
