import type { Locale } from './locale.ts'

/** A venue as the event page shows it. */
export interface VenueDetails {
  readonly name: string
  readonly address: string
  readonly doorsMinutesBefore: number
  readonly accessible: boolean
}

const TIMEOUT_MS = 1500

/**
 * Asks the venue directory at UPSTREAM_URL (default: the payment provider, which serves /venues/:id).
 *
 * Undefined when it does not answer properly: the page then says so and still sells tickets.
 */
export async function fetchVenue(id: string, locale: Locale): Promise<VenueDetails | undefined> {
  const base = process.env.UPSTREAM_URL || process.env.PAYMENT_PROVIDER_URL
  if (!base) return undefined
  try {
    const url = new URL(`/venues/${encodeURIComponent(id)}`, base)
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) return undefined
    const venue = (await response.json()) as Record<string, unknown>
    const suffix = locale === 'he' ? 'He' : 'En'
    return {
      name: String(venue[`name${suffix}`]),
      address: String(venue[`address${suffix}`]),
      doorsMinutesBefore: Number(venue.doorsMinutesBefore),
      accessible: venue.accessible === true,
    }
  } catch (error) {
    console.error('venue directory:', error instanceof Error ? error.message : error)
    return undefined
  }
}
