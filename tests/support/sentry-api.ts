import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>

const DISPLAY_TYPES = ['line', 'area', 'stacked_area', 'bar', 'table', 'big_number', 'top_n']
const WIDGET_TYPES = ['issue', 'error-events', 'transaction-like', 'spans', 'logs']
const WIDGET_FIELDS =
  'id title description displayType widgetType interval limit layout queries thresholds'.split(' ')
const QUERY_FIELDS = 'id name fields aggregates columns fieldAliases conditions orderby isHidden'.split(' ')
const RULE_FIELDS =
  'name conditions filters actions actionMatch filterMatch frequency environment owner projects'.split(' ')
const PAGE = 2

/** An answer other than success, as Sentry writes it. */
class Refusal extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/**
 * The part of Sentry's web API that dashboards and issue alerts need, with the shapes that Sentry's own documentation
 * shows: it asks for the same fields, refuses unknown ones and values outside their lists, splits lists into pages, and
 * adds ids, dates and labels of its own.
 */
export class SentryApiStandIn implements AsyncDisposable {
  readonly token = `sntr${'ys_'}${'a1'.repeat(16)}`
  readonly organization = 'box-office'
  readonly project = 'ticketcap'
  readonly dashboards = new Map<string, Json>()
  readonly rules = new Map<string, Json>()
  /** Every request that changed something: method and path. */
  readonly writes: string[] = []
  readonly #server: Server
  #nextId = 100

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        ({ status, body, link }) => {
          response.writeHead(status, { 'content-type': 'application/json', ...(link && { link }) })
          response.end(JSON.stringify(body))
        },
        (error: Error) => {
          const status = error instanceof Refusal ? error.status : 500
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ detail: error.message }))
        },
      )
    })
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The variables that point the command line here. */
  get env(): Record<string, string> {
    const { url, organization, project, token } = this
    return { SENTRY_URL: url, SENTRY_ORG: organization, SENTRY_PROJECT: project, SENTRY_AUTH_TOKEN: token }
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown; link?: string }> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sentry')
    if (request.headers.authorization !== `Bearer ${this.token}`) throw new Refusal(401, 'Invalid token')
    const organization = `/api/0/organizations/${this.organization}/dashboards/`
    const project = `/api/0/projects/${this.organization}/${this.project}/`
    if (request.method === 'GET' && pathname === project)
      return { status: 200, body: { id: '7', slug: this.project } }
    const dashboardId = new RegExp(`^${organization}(\\d+)/$`).exec(pathname)?.[1]
    const ruleId = new RegExp(`^${project}rules/(\\d+)/$`).exec(pathname)?.[1]

    if (request.method === 'GET') {
      if (pathname === organization) {
        const text = (searchParams.get('query') ?? '').toLowerCase()
        const rows = [...this.dashboards.values()].filter(({ title }) =>
          String(title).toLowerCase().includes(text),
        )
        return page(
          rows.map(({ id, title }) => ({ id, title, widgetDisplay: [] })),
          searchParams.get('cursor'),
        )
      }
      if (pathname === `${project}rules/`) return page([...this.rules.values()], searchParams.get('cursor'))
      if (dashboardId) return { status: 200, body: found(this.dashboards, dashboardId) }
      throw new Refusal(404, 'The requested resource does not exist')
    }

    const body = JSON.parse(await textOf(request)) as Json
    this.writes.push(`${request.method} ${pathname}`)
    if (request.method === 'POST' && pathname === organization)
      return { status: 201, body: this.#storeDashboard(body) }
    if (request.method === 'PUT' && dashboardId) {
      return { status: 200, body: this.#storeDashboard(body, found(this.dashboards, dashboardId)) }
    }
    if (request.method === 'POST' && pathname === `${project}rules/`)
      return { status: 201, body: this.#storeRule(body) }
    if (request.method === 'PUT' && ruleId)
      return { status: 200, body: this.#storeRule(body, found(this.rules, ruleId)) }
    throw new Refusal(404, 'The requested resource does not exist')
  }

  #id(): string {
    return String(this.#nextId++)
  }

  #storeDashboard(body: Json, present?: Json): Json {
    require(body.title, 'title')
    const known = new Set(((present?.widgets ?? []) as Json[]).map(({ id }) => id))
    const widgets = ((body.widgets ?? []) as Json[]).map((widget) => {
      if (widget.id !== undefined && !known.has(widget.id))
        throw new Refusal(400, 'widgets: not of this dashboard')
      return this.#widget(widget)
    })
    const id = (present?.id as string | undefined) ?? this.#id()
    const stored = {
      ...body,
      id,
      widgets,
      dateCreated: '2026-01-01T00:00:00Z',
      createdBy: { id: '1' },
      filters: {},
    }
    this.dashboards.set(id, stored)
    return stored
  }

  #widget(widget: Json): Json {
    only(widget, WIDGET_FIELDS, 'widgets')
    oneOf(widget.displayType, DISPLAY_TYPES, 'displayType')
    oneOf(widget.widgetType, WIDGET_TYPES, 'widgetType')
    if (String(widget.title).length > 255) throw new Refusal(400, 'title: at most 255 characters')
    if (String(widget.description).length > 255) throw new Refusal(400, 'description: at most 255 characters')
    if (widget.limit !== undefined && !(Number(widget.limit) >= 1 && Number(widget.limit) <= 10)) {
      throw new Refusal(400, 'limit: 1 to 10')
    }
    const layout = (widget.layout ?? {}) as Json
    const missing = ['x', 'y', 'w', 'h', 'minH'].filter((key) => !Number.isInteger(layout[key]))
    if (missing.length > 0) throw new Refusal(400, `layout: Missing required keys: ${missing.join(', ')}`)
    const queries = (widget.queries as Json[]).map((query) => {
      only(query, QUERY_FIELDS, 'queries')
      if (!Array.isArray(query.fields) || typeof query.conditions !== 'string') {
        throw new Refusal(400, 'fields and conditions are required during creation.')
      }
      return { ...query, id: query.id ?? this.#id(), widgetId: '1', onDemand: [], selectedAggregate: null }
    })
    return {
      ...widget,
      id: widget.id ?? this.#id(),
      queries,
      thresholds: null,
      dashboardId: '1',
      limit: widget.limit ?? null,
    }
  }

  #storeRule(body: Json, present?: Json): Json {
    only(body, RULE_FIELDS, 'rule')
    require(body.name, 'name')
    oneOf(body.actionMatch, ['any', 'all', 'none'], 'actionMatch')
    oneOf(body.filterMatch, ['any', 'all', 'none'], 'filterMatch')
    if (!(Number(body.frequency) >= 5 && Number(body.frequency) <= 43_200))
      throw new Refusal(400, 'frequency: 5 to 43200')
    if (!Array.isArray(body.actions) || body.actions.length === 0) {
      throw new Refusal(400, 'You must add an action for this alert to fire.')
    }
    const twin = [...this.rules.values()].find(({ name, id }) => name === body.name && id !== present?.id)
    if (twin) throw new Refusal(400, `This rule is an exact duplicate of '${body.name}'`)
    const id = (present?.id as string | undefined) ?? this.#id()
    const labelled = (parts: unknown) =>
      (parts as Json[]).map((part) => {
        require(part.id, 'id')
        // Sentry gives numbers of conditions back as they came, and adds the sentence it shows.
        return { ...part, name: `the sentence of ${part.id}` }
      })
    const { conditions, filters, actions } = body
    const parts = { conditions: labelled(conditions), filters: labelled(filters), actions: labelled(actions) }
    const stored = {
      ...body,
      ...parts,
      id,
      environment: null,
      status: 'active',
      snooze: false,
      projects: [this.project],
    }
    this.rules.set(id, stored)
    return stored
  }
}

/** Starts it; `await using` closes it. */
export async function startSentryApi(): Promise<SentryApiStandIn> {
  return new SentryApiStandIn().listen()
}

function page(rows: unknown[], cursor: string | null): { status: number; body: unknown; link: string } {
  const start = Number(cursor?.split(':')[1] ?? 0)
  const more = start + PAGE < rows.length
  const link = `<http://sentry/>; rel="next"; results="${more}"; cursor="0:${start + PAGE}:0"`
  return { status: 200, body: rows.slice(start, start + PAGE), link }
}

function found(store: Map<string, Json>, id: string): Json {
  const row = store.get(id)
  if (!row) throw new Refusal(404, 'The requested resource does not exist')
  return row
}

function require(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '') throw new Refusal(400, `${name}: This field is required.`)
}

function oneOf(value: unknown, list: readonly string[], name: string): void {
  if (!list.includes(String(value))) throw new Refusal(400, `${name}: "${value}" is not a valid choice.`)
}

function only(object: Json, fields: readonly string[], where: string): void {
  const unknown = Object.keys(object).filter((key) => !fields.includes(key))
  if (unknown.length > 0) throw new Refusal(400, `${where}: unknown fields: ${unknown.join(', ')}`)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
