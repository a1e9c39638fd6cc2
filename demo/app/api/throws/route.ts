import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'

export const dynamic = 'force-dynamic'

/** Fails as careless code does: with what the guest typed inside the message. */
export async function GET(request: Request) {
  const stopTimer = startTimer()
  const guest = new URL(request.url).searchParams.get('guest') ?? 'nobody'
  trackAPICall('/api/throws', 'GET', 500, stopTimer())
  throw new Error(`cannot print the ticket of ${guest}`)
}
