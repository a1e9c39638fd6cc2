/**
 * Asks for known weaknesses in everything that is pinned, and fails for each that is not on the dated allow-list
 * (allowed.json beside this file): `npm run audit`, or one of them with `npm run audit -- npm`, `-- go`.
 *
 * Exit code 1: something failed. 77: nothing failed, and somebody did not answer, as test programs say "skipped".
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { inRepository, REPOSITORY } from '../support/repository.ts'
import { type Ended, readGovulncheck, together } from './go.ts'
import { judge, readAllowed, type Scan } from './judge.ts'
import { readNpmAudit } from './npm.ts'

const SKIPPED = 77
const DATABASE_TIMEOUT_MS = 15_000
/** What ends up in the image. */
const GO_MODULES = ['collector/distribution', 'collector/probe']

const AUDITS: Record<string, { name: string; ids: string; scan(): Promise<Scan> }> = {
  npm: { name: 'npm audit', ids: 'GHSA-', scan: scanNpm },
  go: { name: 'govulncheck', ids: 'GO-', scan: scanGo },
}

async function scanNpm(): Promise<Scan> {
  return readNpmAudit((await run('npm', ['audit', '--json'])).stdout)
}

/** The database is asked first, since the program takes half a minute to build. */
async function scanGo(): Promise<Scan> {
  const database = process.env.GOVULNDB ?? 'https://vuln.go.dev'
  if (database.startsWith('http')) {
    const unanswered = await reasonOfNoAnswer(`${database}/index/db.json`)
    if (unanswered) return { unanswered }
  }
  const scans: Scan[] = []
  for (const module of GO_MODULES) {
    const own = ['-db', database, '-C', inRepository(module), '-format', 'json', './...']
    scans.push(readGovulncheck(await run('go', ['-C', 'tools/govulncheck', 'tool', 'govulncheck', ...own])))
  }
  return together(scans)
}

async function reasonOfNoAnswer(url: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(DATABASE_TIMEOUT_MS) })
    return ok ? undefined : `${url} answers ${status}`
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error }
    return `${url}: ${cause?.message ?? message}`
  }
}

async function run(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script on Windows, and only a shell starts those.
    shell: process.platform === 'win32' && command === 'npm',
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}

async function main(chosen: readonly string[]): Promise<number> {
  const unknown = chosen.find((name) => !(name in AUDITS))
  if (unknown !== undefined) {
    console.error(`audit: "${unknown}" is none of ${Object.keys(AUDITS).join(', ')}.`)
    return 2
  }
  const allowed = readAllowed(readFileSync(inRepository('tests/audit/allowed.json'), 'utf8'))
  const today = new Date().toISOString().slice(0, 10)
  const statuses: string[] = []
  for (const [key, { name, ids, scan }] of Object.entries(AUDITS)) {
    if (chosen.length > 0 && !chosen.includes(key)) continue
    const ours = allowed.filter(({ id }) => id.startsWith(ids))
    const { status, because } = judge(await scan(), ours, today)
    console.log([`${status}: ${name}`, ...because].join('\n  '))
    statuses.push(status)
  }
  if (statuses.includes('failed')) return 1
  return statuses.includes('skipped') ? SKIPPED : 0
}

process.exitCode = await main(process.argv.slice(2))
