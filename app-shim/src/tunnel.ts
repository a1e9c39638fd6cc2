import { sharedState } from './shared-state.ts'
import { checkEnvelope } from './tunnel/check-envelope.ts'
import { rateLimit } from './tunnel/rate-limit.ts'
import { readBody } from './tunnel/read-body.ts'
import { type Refusal, refusalResponse } from './tunnel/refusal.ts'

/** A page recorded in full, compressed, with room to spare. */
const MAX_BYTES = 4 * 1024 * 1024
const BODY_LIMIT_MILLIS = 10_000
/** A recorded page sends one envelope in 5 s, and a few at once when an error comes. */
const PER_CLIENT = { burst: 20, perSecond: 1 }
const TOTAL = { burst: 200, perSecond: 50 }
const MAX_CLIENTS = 10_000

const limited = rateLimit({ perClient: PER_CLIENT, total: TOTAL, maxClients: MAX_CLIENTS })

/**
 * The route that takes errors and replays of browsers and passes them on to the collector, and nowhere else: what a
 * request says about a destination is not read. Its headers and cookies go no further than here.
 *
 * @example // app/api/telemetry/route.ts
 * export { POST } from '@ticketcap/telemetry/tunnel'
 */
export async function POST(request: Request): Promise<Response> {
  const refusal = await take(request)
  return refusal === undefined ? new Response(null, { status: 200 }) : refusalResponse(refusal)
}

async function take(request: Request): Promise<Refusal | undefined> {
  const refused = refusedByHeaders(request.headers) ?? refusedByRate(request.headers)
  if (refused) return refused
  const body = await readBody(request, MAX_BYTES, BODY_LIMIT_MILLIS)
  if ('status' in body) return body
  const checked = checkEnvelope(body)
  if ('status' in checked) return checked
  const { errors } = sharedState()
  if (errors === undefined) return { status: 503, reason: 'Telemetry is off in this app.' }
  if (errors.forward(checked.envelope, checked.errorTraceId)) return undefined
  return { status: 503, reason: 'No room for more errors. Try again later.', retryAfterSeconds: 30 }
}

function refusedByHeaders(headers: Headers): Refusal | undefined {
  const site = headers.get('sec-fetch-site')
  if (site === 'cross-site') {
    return {
      status: 403,
      reason: 'The page belongs to another site. Only pages of this app may report here.',
    }
  }
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    return { status: 415, reason: 'The body is compressed. Send it as it is.' }
  }
  return undefined
}

function refusedByRate(headers: Headers): Refusal | undefined {
  const wait = limited(clientOf(headers))
  if (wait === undefined) return undefined
  const reason =
    wait.by === 'client'
      ? 'Too many envelopes from this client.'
      : 'Too many envelopes from all clients together.'
  return { status: 429, reason: `${reason} Try again later.`, retryAfterSeconds: wait.seconds }
}

/** The address that the nearest proxy saw, or Next.js itself: it stands last. Anything before it may be invented. */
function clientOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
}
