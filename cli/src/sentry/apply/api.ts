import type { SentryDashboard, SentryIssueAlert } from '../../../../dashboards/sentry/shapes.ts'
import { SidecarError } from '../../errors.ts'
import type { SentryApiSettings } from './settings.ts'

const TIMEOUT_MS = 20_000
/** Of an answer that is shown. */
const MAX_SHOWN = 500
const MAX_PAGES = 50

/** Anything of Sentry's that has an id; what else it says is compared, not trusted. */
export type Stored = Record<string, unknown> & { id: string }

/** The part of Sentry's web API that dashboards and issue alerts need. */
export interface SentryApi {
  projectId(): Promise<number>
  /** The dashboard of a title, whole; undefined when there is none. */
  findDashboard(title: string): Promise<Stored | undefined>
  createDashboard(dashboard: SentryDashboard & { projects: number[] }): Promise<void>
  updateDashboard(id: string, dashboard: object): Promise<void>
  listIssueAlerts(): Promise<Stored[]>
  createIssueAlert(alert: SentryIssueAlert): Promise<void>
  updateIssueAlert(id: string, alert: SentryIssueAlert): Promise<void>
}

/** A client of Sentry's web API. @throws SidecarError E_SENTRY_UNREACHABLE, or E_SENTRY_REFUSED with Sentry's words */
export function connectSentry({ url, organization, project, token }: SentryApiSettings): SentryApi {
  const dashboards = `/api/0/organizations/${organization}/dashboards/`
  const projects = `/api/0/projects/${organization}/${project}/`

  async function ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<Response & { json(): Promise<unknown> }> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    let response: Response
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      // A redirect would carry the token to another host.
      const redirect = 'error'
      response = await fetch(url + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal,
        redirect,
      })
    } catch (error) {
      const { message, cause } = error as Error
      const reason = cause instanceof Error ? cause.message : message
      throw new SidecarError('E_SENTRY_UNREACHABLE', `${method} ${url}${path}: ${reason}. Check SENTRY_URL.`)
    }
    if (response.ok) return response
    throw await refused(method, url + path, response)
  }

  async function list(path: string): Promise<Stored[]> {
    const found: Stored[] = []
    let cursor = ''
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = cursor && `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
      const response = await ask('GET', path + query)
      const rows = await response.json()
      if (!Array.isArray(rows))
        throw new SidecarError('E_SENTRY_REFUSED', `GET ${url}${path}: the answer is no list.`)
      found.push(...(rows as Stored[]))
      const next = nextCursor(response.headers.get('link'))
      if (next === undefined) break
      cursor = next
    }
    return found
  }

  return {
    async projectId() {
      return Number(((await (await ask('GET', projects)).json()) as Stored).id)
    },
    async findDashboard(title) {
      const rows = await list(`${dashboards}?query=${encodeURIComponent(title)}`)
      const row = rows.find((each) => each.title === title)
      return row && ((await (await ask('GET', `${dashboards}${row.id}/`)).json()) as Stored)
    },
    async createDashboard(dashboard) {
      await ask('POST', dashboards, dashboard)
    },
    async updateDashboard(id, dashboard) {
      await ask('PUT', `${dashboards}${id}/`, dashboard)
    },
    listIssueAlerts: () => list(`${projects}rules/`),
    async createIssueAlert(alert) {
      await ask('POST', `${projects}rules/`, alert)
    },
    async updateIssueAlert(id, alert) {
      await ask('PUT', `${projects}rules/${id}/`, alert)
    },
  }
}

async function refused(method: string, address: string, response: Response): Promise<SidecarError> {
  const text = (await response.text()).trim().slice(0, MAX_SHOWN)
  const hints: Record<number, string> = {
    401: ' Sentry does not know the token.',
    403: ' The token needs the scopes project:read, org:read, org:write and alerts:write.',
    404: ' SENTRY_ORG and SENTRY_PROJECT are slugs, and SENTRY_URL is the base URL of that organization’s Sentry.',
  }
  return new SidecarError(
    'E_SENTRY_REFUSED',
    `${method} ${address} was answered with ${response.status}: ${text}${hints[response.status] ?? ''}`,
  )
}

/** `<…>; rel="next"; results="true"; cursor="0:100:0"`; undefined on the last page. */
function nextCursor(link: string | null): string | undefined {
  const next = link?.split(',').find((part) => part.includes('rel="next"') && part.includes('results="true"'))
  return next && /cursor="([^"]+)"/.exec(next)?.[1]
}
