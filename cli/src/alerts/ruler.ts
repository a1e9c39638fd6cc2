import { parse, stringify } from 'yaml'
import { SidecarError } from '../errors.ts'
import type { RuleGroup } from './rule-groups.ts'

const PATH = '/prometheus/config/v1/rules'
const TIMEOUT_MS = 15_000
/** Of an answer that is shown. */
const MAX_SHOWN = 500

/** Where the ruler is and who asks. Variables are those of mimirtool. */
export interface RulerSettings {
  /** Base URL without a path: MIMIR_ADDRESS. */
  address: string
  /** User of Basic authentication, in Grafana Cloud the instance id: MIMIR_API_USER. Empty: none. */
  user: string
  /** Its password, in Grafana Cloud an access policy token with rules:read and rules:write: MIMIR_API_KEY. */
  key: string
  /** Tenant of a Mimir without authentication, sent as X-Scope-OrgID: MIMIR_TENANT_ID. Empty: none. */
  tenant: string
}

/** The rules of one namespace in Mimir or Grafana Cloud. */
export interface Ruler {
  list(): Promise<RuleGroup[]>
  /** Adds the group, or replaces the one of its name. */
  set(group: RuleGroup): Promise<void>
  remove(group: string): Promise<void>
}

/**
 * A client of the ruler's configuration API.
 *
 * @throws SidecarError E_RULER_UNREACHABLE, or E_RULER_REFUSED with what the ruler said
 */
export function connectRuler(settings: RulerSettings, namespace: string): Ruler {
  const { user, key, tenant } = settings
  const url = `${settings.address.replace(/\/+$/, '')}${PATH}/${encodeURIComponent(namespace)}`
  const headers: Record<string, string> = { 'content-type': 'application/yaml' }
  if (user || key) headers.authorization = `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`
  if (tenant) headers['x-scope-orgid'] = tenant

  async function ask(method: string, suffix = '', body?: string): Promise<{ status: number; text: string }> {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    try {
      // A redirect would carry the credentials to another host.
      const response = await fetch(`${url}${suffix}`, { method, headers, body, signal, redirect: 'error' })
      return { status: response.status, text: await response.text() }
    } catch (error) {
      const { message, cause } = error as Error
      const reason = cause instanceof Error ? cause.message : message
      throw new SidecarError(
        'E_RULER_UNREACHABLE',
        `${method} ${url}${suffix}: ${reason}. Set MIMIR_ADDRESS to the base URL of Mimir or of the Prometheus of your ` +
          'Grafana Cloud stack, without a path.',
      )
    }
  }

  function refused(method: string, what: string, { status, text }: { status: number; text: string }) {
    const hint =
      status === 401 || status === 403
        ? ' MIMIR_API_USER is the instance id; MIMIR_API_KEY needs the scopes rules:read and rules:write.'
        : ''
    return new SidecarError(
      'E_RULER_REFUSED',
      `${method} ${url}: ${what} was answered with ${status}: ${text.trim().slice(0, MAX_SHOWN)}${hint}`,
    )
  }

  return {
    async list() {
      const answer = await ask('GET')
      // Mimir says so when the namespace has no rules; an address that is wrong answers with a page.
      if (answer.status === 404 && /no rule groups found/i.test(answer.text)) return []
      if (answer.status !== 200) throw refused('GET', 'the list of rules', answer)
      return readNamespace(answer.text, namespace, url)
    },
    async set(group) {
      const answer = await ask('POST', '', stringify(group, { lineWidth: 0 }))
      if (answer.status !== 202) throw refused('POST', `group ${group.name}`, answer)
    },
    async remove(group) {
      const answer = await ask('DELETE', `/${encodeURIComponent(group)}`)
      if (answer.status !== 202) throw refused('DELETE', `group ${group}`, answer)
    },
  }
}

function readNamespace(text: string, namespace: string, url: string): RuleGroup[] {
  const groups = (parse(text) as Record<string, RuleGroup[]> | null)?.[namespace] ?? []
  if (Array.isArray(groups) && groups.every(({ name, rules }) => name && Array.isArray(rules))) return groups
  throw new SidecarError('E_RULER_REFUSED', `GET ${url}: the answer is no list of rule groups.`)
}
