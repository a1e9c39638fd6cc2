import { waitFor } from '../../process/wait-for.ts'
import { type Marked, PERSONAL, PROBE_METRIC } from './marked.ts'
import type { ProbeSettings } from './probe.ts'

const REQUEST_TIMEOUT_MS = 5_000

/** Where an item was found; `raw` when its personal data came along. */
export interface Found {
  readonly where: string
  readonly raw: boolean
}

/** Looks for an item until it is there or the time is up; `not asked` where nobody can be asked. */
export async function find(item: Marked, settings: ProbeSettings): Promise<Found | 'not asked' | undefined> {
  const url = queryFor(item, settings)
  if (url === undefined) return 'not asked'
  const where = new URL(url).origin
  return waitFor(async () => {
    const text = await ask(url)
    if (text === undefined || !holds(item, text)) return undefined
    return { where, raw: text.includes(PERSONAL) }
  }, settings.waitMs)
}

function queryFor(item: Marked, settings: ProbeSettings): string | undefined {
  const join = (base: string, path: string) => base.replace(/\/$/, '') + path
  if (item.kind === 'trace') return join(settings.tracesUrl, `/api/traces/${item.mark}`)
  if (item.kind === 'metric') return join(settings.prometheusUrl, `/api/v1/query?query=${PROBE_METRIC}`)
  return settings.sentryUrl && join(settings.sentryUrl, '/items?type=event')
}

/** The body of a good answer; undefined for any other, which is asked again until the deadline. */
async function ask(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    const text = await answer.text()
    return answer.ok ? text : undefined
  } catch {
    // Nobody listens there: that becomes the finding once the time is up.
    return undefined
  }
}

function holds(item: Marked, text: string): boolean {
  if (item.kind === 'metric') return text.includes(`"${item.mark}"`)
  if (item.kind === 'error') return text.includes(item.mark)
  return text.includes('doctor.probe')
}
