import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'
import { initSentryForRequest } from '@ticketcap/telemetry/sentry'
import { NextResponse } from 'next/server'
import { withDatabase } from '../../../lib/database.ts'
import { listEvents } from '../../../lib/events.ts'
import { knownFailure } from '../../../lib/http/failure.ts'
import { contextOf } from '../../../lib/http/request-context.ts'

export const dynamic = 'force-dynamic'

/** The tenant's events with their seats. */
export async function GET(request: Request) {
  const stopTimer = startTimer()
  initSentryForRequest(request)

  const answered = (status: number, body: object) => {
    trackAPICall('/api/events', 'GET', status, stopTimer())
    return NextResponse.json(body, { status })
  }
  try {
    const { tenant, locale } = contextOf(request.headers)
    return answered(200, { events: await withDatabase((pool) => listEvents(pool, tenant, locale)) })
  } catch (error) {
    const failure = knownFailure(error)
    if (failure) return answered(failure.status, failure.body)
    trackAPICall('/api/events', 'GET', 500, stopTimer())
    throw error
  }
}
