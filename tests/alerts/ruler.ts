import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parse, stringify } from 'yaml'
import { promtool } from '../vocabulary/promtool.ts'

const PREFIX = '/prometheus/config/v1/rules/'
/** Limits of a Grafana Cloud tenant as it starts. */
const MAX_RULES_PER_GROUP = 20
const MAX_GROUPS = 35

interface Group {
  name: string
  rules: unknown[]
}

/** A stand-in for the ruler of Mimir: stores groups after the checks that Mimir makes. */
export interface RulerStandIn extends AsyncDisposable {
  readonly url: string
  readonly user: string
  readonly key: string
  /** Groups by namespace and name. */
  readonly namespaces: Map<string, Map<string, Group>>
  /** What was written, e.g. `POST ticketcap slo`. */
  readonly writes: string[]
}

class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Starts it. Checked are the credentials, the name of a group, its rules by Prometheus's own parser (unknown fields,
 * PromQL, templates, duplicates), and the limits of a tenant. Answers have Mimir's status codes: 202 for what is
 * stored, 404 with its words for a namespace without rules.
 */
export async function startRulerStandIn(): Promise<RulerStandIn> {
  const [user, key] = ['123456', 'key-of-the-test']
  const namespaces: RulerStandIn['namespaces'] = new Map()
  const writes: string[] = []

  async function answer(request: IncomingMessage): Promise<[status: number, body: string]> {
    const expected = `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`
    if (request.headers.authorization !== expected) throw new Refusal(401, 'authentication error')
    if (!request.url?.startsWith(PREFIX)) throw new Refusal(404, '404 page not found')
    const [namespace = '', name] = request.url.slice(PREFIX.length).split('/').map(decodeURIComponent)
    const groups = namespaces.get(namespace) ?? new Map<string, Group>()
    if (request.method === 'GET') {
      if (groups.size === 0) throw new Refusal(404, 'no rule groups found')
      return [200, stringify({ [namespace]: [...groups.values()] })]
    }
    if (request.method === 'DELETE' && name) {
      if (!groups.delete(name)) throw new Refusal(404, 'group does not exist')
      writes.push(`DELETE ${namespace} ${name}`)
      return [202, '{"status":"success"}']
    }
    if (request.method !== 'POST' || name) throw new Refusal(405, 'method not allowed')
    const group = await readGroup(request)
    groups.set(group.name, group)
    if (groups.size > MAX_GROUPS)
      throw new Refusal(400, `per-user rule groups limit (${MAX_GROUPS}) exceeded`)
    namespaces.set(namespace, groups)
    writes.push(`POST ${namespace} ${group.name}`)
    return [202, '{"status":"success"}']
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status).end(body),
      (error: unknown) => {
        const status = error instanceof Refusal ? error.status : 500
        response.writeHead(status).end(error instanceof Error ? error.message : String(error))
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user,
    key,
    namespaces,
    writes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readGroup(request: IncomingMessage): Promise<Group> {
  const body = await text(request)
  const group = parse(body) as Partial<Group>
  if (!group.name || !Array.isArray(group.rules)) throw new Refusal(400, 'unable to decoded rule group')
  if (group.rules.length > MAX_RULES_PER_GROUP) {
    throw new Refusal(400, `per-user rules per rule group limit (limit: ${MAX_RULES_PER_GROUP}) exceeded`)
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'ruler-'))
  try {
    await writeFile(path.join(directory, 'group.yaml'), stringify({ groups: [group] }))
    const { ok, output } = await promtool(
      ['check', 'rules', '--lint=all', '--lint-fatal', 'group.yaml'],
      directory,
    )
    if (!ok) throw new Refusal(400, output)
  } finally {
    await rm(directory, { recursive: true })
  }
  return { name: group.name, rules: group.rules }
}
