import { SidecarError } from '../../errors.ts'

/** Which project of which Sentry, and who asks. The variables are those of Sentry's own command line. */
export interface SentryApiSettings {
  /** Base URL without the last slash: SENTRY_URL, default https://sentry.io. */
  url: string
  /** Slug of the organization: SENTRY_ORG. */
  organization: string
  /** Slug of the project: SENTRY_PROJECT. */
  project: string
  /** SENTRY_AUTH_TOKEN, with the scopes `project:read`, `org:read`, `org:write` and `alerts:write`. */
  token: string
}

const DEFAULT_URL = 'https://sentry.io'
const SLUG = /^[a-z0-9][a-z0-9_-]*$/

/** Reads the variables. @throws SidecarError E_USAGE naming each that is missing or cannot be right */
export function sentryApiSettings(environment: NodeJS.ProcessEnv): SentryApiSettings {
  const { SENTRY_URL, SENTRY_ORG = '', SENTRY_PROJECT = '', SENTRY_AUTH_TOKEN = '' } = environment
  const url = (SENTRY_URL || DEFAULT_URL).replace(/\/+$/, '')
  const problems: string[] = []
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    problems.push(
      `SENTRY_URL is "${url}". Leave it out for ${DEFAULT_URL}, or give the base URL of your Sentry.`,
    )
  }
  if (!SLUG.test(SENTRY_ORG)) {
    problems.push(
      `SENTRY_ORG is "${SENTRY_ORG}". Give the slug of the organization, as it stands in its address.`,
    )
  }
  if (!SLUG.test(SENTRY_PROJECT)) {
    problems.push(
      `SENTRY_PROJECT is "${SENTRY_PROJECT}". Give the slug of the project, as it stands in its address.`,
    )
  }
  if (SENTRY_AUTH_TOKEN.trim() === '') {
    problems.push(
      'SENTRY_AUTH_TOKEN is empty. Make one with the scopes project:read, org:read, org:write, alerts:write.',
    )
  }
  if (problems.length > 0) throw new SidecarError('E_USAGE', problems.join('\n'))
  return { url, organization: SENTRY_ORG, project: SENTRY_PROJECT, token: SENTRY_AUTH_TOKEN.trim() }
}
