import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'
import { initSentryForRequest } from '@ticketcap/telemetry/sentry'
import { NextResponse } from 'next/server'
import { knownFailure } from '../../../lib/http/failure.ts'
import { contextOf } from '../../../lib/http/request-context.ts'
import { jsonObject, readCard, readGuest } from '../../../lib/orders/guest-input.ts'
import { OUTCOME_STATUS } from '../../../lib/orders/outcome.ts'
import { placeOrder } from '../../../lib/orders/place-order.ts'

/** Buys tickets in one step: seats, payment, confirmation. */
export async function POST(request: Request) {
  const stopTimer = startTimer()
  initSentryForRequest(request)

  const answered = (status: number, body: object) => {
    trackAPICall('/api/orders', 'POST', status, stopTimer())
    return NextResponse.json(body, { status })
  }
  try {
    const { tenant } = contextOf(request.headers)
    const body = await jsonObject(request)
    const answer = await placeOrder({ guest: readGuest(body), card: readCard(body), tenant })
    return answered(OUTCOME_STATUS[answer.outcome], answer)
  } catch (error) {
    const failure = knownFailure(error)
    if (failure) return answered(failure.status, failure.body)
    trackAPICall('/api/orders', 'POST', 500, stopTimer())
    throw error
  }
}
