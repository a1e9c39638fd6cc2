import type { Advisory, Scan } from './judge.ts'

/** Of one message of `govulncheck -format json`, what is read here. */
interface Message {
  config?: { scan_level?: string }
  osv?: { id: string; summary?: string }
  finding?: {
    osv: string
    fixed_version?: string
    trace: { module: string; version?: string; function?: string }[]
  }
}

/** How a program ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Reads what `govulncheck -format json` said. Only what our code reaches counts: a finding without a function is in a
 * module that is there, and whose weak part is never called.
 *
 * @throws Error when it failed otherwise than by an unreachable database, or did not look for functions
 */
export function readGovulncheck({ code, stdout, stderr }: Ended): Scan {
  const said = stderr.trim()
  if (code !== 0 && /^govulncheck: fetching vulnerabilities: /m.test(said)) return { unanswered: said }
  if (code !== 0) throw new Error(`govulncheck ended with ${code}: ${said || stdout.slice(-500)}`)
  const messages = stdout
    .split(/(?<=^\})\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as Message)
  if (!messages.some(({ config }) => config?.scan_level === 'symbol'))
    throw new Error('govulncheck did not say that it looked for functions.')
  const titles = new Map(messages.flatMap(({ osv }) => (osv ? [[osv.id, osv.summary ?? '']] : [])))
  const found = messages.flatMap(({ finding }): Advisory[] => {
    const [reached] = finding?.trace ?? []
    if (!finding || reached?.function === undefined) return []
    const fixed = finding.fixed_version ? `fixed in ${finding.fixed_version}` : 'not fixed yet'
    const where = `${reached.module} ${reached.version ?? ''}`.trim()
    return [{ id: finding.osv, where, title: `${titles.get(finding.osv) ?? ''} (${fixed})` }]
  })
  return { advisories: [...new Map(found.map((advisory) => [advisory.id, advisory])).values()] }
}

/** What several modules have, or the first reason why one of them has no answer. */
export function together(scans: readonly Scan[]): Scan {
  const advisories = new Map<string, Advisory>()
  for (const scan of scans) {
    if ('unanswered' in scan) return scan
    for (const advisory of scan.advisories) advisories.set(advisory.id, advisory)
  }
  return { advisories: [...advisories.values()] }
}
