import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'
import { initSentryForRequest } from '@ticketcap/telemetry/sentry'
import { NextResponse } from 'next/server'
import { knownFailure } from '../../../lib/http/failure.ts'
import { contextOf } from '../../../lib/http/request-context.ts'
import { jsonObject, readGuest } from '../../../lib/orders/guest-input.ts'
import { OUTCOME_STATUS } from '../../../lib/orders/outcome.ts'
import { placeOrder } from '../../../lib/orders/place-order.ts'

/** Takes seats: at once for a free event, held for ten minutes for one that must be paid. */
export async function POST(request: Request) {
  const stopTimer = startTimer()
  initSentryForRequest(request)

  const answered = (status: number, body: object) => {
    trackAPICall('/api/registrations', 'POST', status, stopTimer())
    return NextResponse.json(body, { status })
  }
  try {
    const { tenant } = contextOf(request.headers)
    const guest = readGuest(await jsonObject(request))
    const answer = await placeOrder({ guest, card: undefined, tenant })
    return answered(OUTCOME_STATUS[answer.outcome], answer)
  } catch (error) {
    const failure = knownFailure(error)
    if (failure) return answered(failure.status, failure.body)
    trackAPICall('/api/registrations', 'POST', 500, stopTimer())
    throw error
  }
}
