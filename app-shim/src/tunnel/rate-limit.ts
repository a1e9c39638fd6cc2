/** So many at once, and so many a second from then on. */
interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface RateLimitOptions {
  readonly perClient: Rate
  /** All clients together. */
  readonly total: Rate
  /** Clients remembered; the one that was quiet for longest gives way. */
  readonly maxClients: number
  /** Milliseconds; replaced in tests. */
  readonly now?: () => number
}

interface Bucket {
  tokens: number
  at: number
}

/** Whether a request may pass: `undefined`, or the seconds after which to try again. */
export type RateLimit = (
  client: string,
) => { readonly by: 'client' | 'total'; readonly seconds: number } | undefined

/** A token bucket for each client and one for all, in bounded memory. */
export function rateLimit({ perClient, total, maxClients, now = Date.now }: RateLimitOptions): RateLimit {
  const clients = new Map<string, Bucket>()
  const all: Bucket = { tokens: total.burst, at: now() }
  return (client) => {
    const at = now()
    const bucket = clients.get(client) ?? { tokens: perClient.burst, at }
    // Said again so that the map is in the order of the last request.
    clients.delete(client)
    clients.set(client, bucket)
    if (clients.size > maxClients) clients.delete(clients.keys().next().value as string)
    refill(bucket, perClient, at)
    refill(all, total, at)
    if (bucket.tokens < 1) return { by: 'client', seconds: secondsUntilOne(bucket, perClient) }
    if (all.tokens < 1) return { by: 'total', seconds: secondsUntilOne(all, total) }
    bucket.tokens -= 1
    all.tokens -= 1
    return undefined
  }
}

function refill(bucket: Bucket, { burst, perSecond }: Rate, at: number): void {
  bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond)
  bucket.at = at
}

function secondsUntilOne({ tokens }: Bucket, { perSecond }: Rate): number {
  return Math.max(1, Math.ceil((1 - tokens) / perSecond))
}
