/** One known weakness of something we install. */
export interface Advisory {
  /** `GHSA-…` of npm, `GO-…` of the Go vulnerability database. */
  id: string
  /** The package or module it is in. */
  where: string
  title: string
}

/** What a service said about everything that is pinned, or why it said nothing. */
export type Scan = { advisories: Advisory[] } | { unanswered: string }

/** An advisory that we live with: why, and until which day (`2027-02-28`, that day included). */
export interface Allowed {
  id: string
  reason: string
  expires: string
}

/** `skipped` is neither: nobody answered. */
export interface Verdict {
  status: 'passed' | 'failed' | 'skipped'
  /** One line for each reason. */
  because: string[]
}

const ID = /^(GHSA-[23456789cfghjmpqrvwx]{4}(-[23456789cfghjmpqrvwx]{4}){2}|GO-\d{4}-\d{4,})$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Reads the allow-list.
 *
 * @throws Error for an entry without a known kind of id, a reason or a day
 */
export function readAllowed(json: string): Allowed[] {
  const list = JSON.parse(json) as Partial<Allowed>[]
  return list.map(({ id = '', reason = '', expires = '' }) => {
    if (!ID.test(id)) throw new Error(`allow-list: "${id}" is no id of an advisory. Write GHSA-… or GO-….`)
    if (reason.trim() === '') throw new Error(`allow-list: ${id} has no reason.`)
    if (!DAY.test(expires) || Number.isNaN(Date.parse(expires)))
      throw new Error(`allow-list: ${id} expires on "${expires}". Write a day like 2027-02-28.`)
    return { id, reason, expires }
  })
}

/**
 * Whether what was found may stay. An entry fails once its day is over, whether or not somebody answers, and when
 * nothing needs it any more.
 *
 * @param today like `2026-11-28`
 */
export function judge(scan: Scan, allowed: readonly Allowed[], today: string): Verdict {
  const expired = allowed
    .filter(({ expires }) => expires < today)
    .map(
      ({ id, expires, reason }) => `${id} was allowed until ${expires} (${reason}): update, or decide anew`,
    )
  if ('unanswered' in scan) {
    if (expired.length > 0) return { status: 'failed', because: expired }
    return { status: 'skipped', because: [scan.unanswered] }
  }
  const { advisories } = scan
  const found = advisories
    .filter(({ id }) => !allowed.some((entry) => entry.id === id))
    .map(({ id, where, title }) => `${id} in ${where}: ${title}`)
  const needless = allowed
    .filter(({ id }) => !advisories.some((advisory) => advisory.id === id))
    .map(({ id }) => `${id} is allowed and no longer found: take it off the list`)
  const because = [...found, ...expired, ...needless]
  return because.length > 0 ? { status: 'failed', because } : { status: 'passed', because: [] }
}
