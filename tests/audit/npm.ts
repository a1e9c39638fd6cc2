import type { Advisory, Scan } from './judge.ts'

/** Of `npm audit --json`, what is read here: report version 2, or an error. */
interface Report {
  auditReportVersion?: number
  vulnerabilities?: Record<string, { via: (string | Via)[] }>
  /** Of the request, when it was one that failed. */
  message?: string
  error?: { code?: string; summary?: string }
}

interface Via {
  name: string
  title: string
  url: string
  severity: string
  range: string
}

/** The request for advisories has two forms, and npm says which of them went wrong. */
const NO_ANSWER = /\/-\/npm\/v1\/security\/(advisories|audits)/

/**
 * Reads what `npm audit --json` printed. A package that is only affected through another names that one, which has the
 * advisory.
 *
 * @throws Error for anything but a report or a request that failed
 */
export function readNpmAudit(printed: string): Scan {
  const { auditReportVersion, vulnerabilities = {}, message = '', error } = parse(printed)
  if (auditReportVersion === 2) {
    const all = Object.values(vulnerabilities).flatMap(({ via }) =>
      via.filter((from) => typeof from !== 'string'),
    )
    const byId = new Map(all.map((via) => [idOf(via), via]))
    const advisories = [...byId].map(
      ([id, { name, range, severity, title }]): Advisory => ({
        id,
        where: `${name} ${range}`,
        title: `${title} (${severity})`,
      }),
    )
    return { advisories }
  }
  if (NO_ANSWER.test(message)) return { unanswered: message }
  throw new Error(`npm audit: ${error?.summary || message || printed.slice(0, 500) || 'printed nothing'}`)
}

function parse(printed: string): Report {
  try {
    return JSON.parse(printed) as Report
  } catch {
    return {}
  }
}

const idOf = ({ url }: Via) => url.split('/').at(-1) ?? url
