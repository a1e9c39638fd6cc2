import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Availability } from './docker/engine.ts'
import { freePort } from './free-ports.ts'
import { Program } from './program.ts'

/** Folder of a Python environment with Bugsink in it; `.ci/run` makes one. */
const ENVIRONMENT = process.env.BUGSINK_VENV
const START_MS = 60_000
/** Name and, made from it by the server, address of the project. */
const PROJECT = 'ticketcap'

/** One stored event, as the server read it. */
export interface BugsinkEvent {
  id: string
  event_id: string
  issue: string
  data: Record<string, unknown>
}

/** One group of events. */
export interface BugsinkIssue {
  id: string
  calculated_type: string
  calculated_value: string
  transaction: string
  digested_event_count: number
}

/** Whether a Bugsink is installed where `BUGSINK_VENV` says. */
export function bugsinkAvailability(): Availability {
  if (!ENVIRONMENT)
    return { ok: false, reason: 'BUGSINK_VENV names no Python environment with Bugsink; .ci/run makes one' }
  if (existsSync(tool('bugsink-manage'))) return { ok: true }
  return { ok: false, reason: `no bugsink-manage in ${ENVIRONMENT} (BUGSINK_VENV)` }
}

/**
 * A real, independent server for Sentry's errors, with one project. It checks each event against the schema that Sentry
 * has published. It takes no OTLP.
 */
export class Bugsink implements AsyncDisposable {
  readonly url: string
  readonly #program: Program
  readonly #token: string
  readonly #folder: string
  #dsn = ''

  constructor(url: string, program: Program, token: string, folder: string) {
    this.url = url
    this.#program = program
    this.#token = token
    this.#folder = folder
  }

  get dsn(): string {
    return this.#dsn
  }

  /** What a build is told to give its source maps to the project. */
  get sourceMapTarget(): Record<string, string> {
    return {
      SENTRY_URL: this.url,
      SENTRY_AUTH_TOKEN: this.#token,
      // It has no organizations and takes any name.
      SENTRY_ORG: 'tickets',
      SENTRY_PROJECT: PROJECT,
    }
  }

  /** What the server said; a refused event stands here, it is answered with 200. */
  get output(): string {
    return this.#program.output
  }

  async createProject(): Promise<void> {
    const team = await this.#api<{ id: string }>('teams/', { name: 'tickets' })
    const { id } = await this.#api<{ id: string }>('projects/', { name: PROJECT, team: team.id })
    this.#dsn = (await this.#api<{ dsn: string }>(`projects/${id}/`)).dsn
  }

  /** What breaks its schema, as it says it; with `warn` only. */
  get schemaComplaints(): string[] {
    return [...this.output.matchAll(/event data validation failed: (.*)/g)].map(
      ([, complaint = '']) => complaint,
    )
  }

  async issues(): Promise<BugsinkIssue[]> {
    return (await this.#api<{ results: BugsinkIssue[] }>('issues/?project=1')).results
  }

  /** Every stored event with its data. */
  async events(): Promise<BugsinkEvent[]> {
    const lists = (await this.issues()).map(({ id }) =>
      this.#api<{ results: { id: string }[] }>(`events/?issue=${id}`),
    )
    const rows = (await Promise.all(lists)).flatMap(({ results }) => results)
    return Promise.all(rows.map(({ id }) => this.#api<BugsinkEvent>(`events/${id}/`)))
  }

  /** The stack of an event as a person reads it, source maps applied, with the code around each line. */
  async stack(event: BugsinkEvent): Promise<string> {
    return this.#read(`events/${event.id}/stacktrace/`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #api<T>(route: string, body?: object): Promise<T> {
    return JSON.parse(await this.#read(route, body)) as T
  }

  async #read(route: string, body?: object): Promise<string> {
    const response = await fetch(`${this.url}/api/canonical/0/${route}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok)
      throw new Error(`Bugsink answered ${response.status} on ${route}: ${text.slice(0, 300)}`)
    return text
  }
}

/**
 * Starts Bugsink on a database of its own; `await using` stops it and removes what it stored.
 *
 * @param validation `strict` stores nothing that breaks its schema, `warn` stores it and says what breaks it
 */
export async function startBugsink(validation: 'strict' | 'warn' = 'strict'): Promise<Bugsink> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bugsink-'))
  try {
    const port = await freePort()
    await run(folder, 'bugsink-create-conf', ['--template=local', '--host=127.0.0.1', `--port=${port}`])
    await appendFile(
      path.join(folder, 'bugsink_conf.py'),
      `\nBUGSINK["VALIDATE_ON_DIGEST"] = "${validation}"\n`,
    )
    await run(folder, 'bugsink-manage', ['migrate', '-v0'])
    await run(folder, 'bugsink-manage', ['migrate', 'snappea', '--database=snappea', '-v0'])
    const token = (await run(folder, 'bugsink-manage', ['create_auth_token'])).trim().split('\n').at(-1) ?? ''
    const program = new Program({
      name: 'bugsink',
      command: tool('gunicorn'),
      args: ['bugsink.wsgi', '--bind', `127.0.0.1:${port}`, '--workers', '1', '--no-control-socket'],
      cwd: folder,
      env: { PYTHONPATH: folder },
    })
    const bugsink = new Bugsink(`http://127.0.0.1:${port}`, program, token, folder)
    await program.ready(`${bugsink.url}/health/ready`, START_MS)
    await bugsink.createProject()
    return bugsink
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function run(folder: string, name: string, args: string[]): Promise<string> {
  await using program = new Program({
    name,
    command: tool(name),
    args,
    cwd: folder,
    env: { PYTHONPATH: folder },
  })
  const { code } = await program.exited
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}:\n${program.output}`)
  return program.output
}

function tool(name: string): string {
  return path.join(ENVIRONMENT ?? '', 'bin', name)
}
