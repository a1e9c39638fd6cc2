import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'
import { initSentryForRequest } from '@ticketcap/telemetry/sentry'
import { NextResponse } from 'next/server'
import { knownFailure } from '../../../lib/http/failure.ts'
import { contextOf } from '../../../lib/http/request-context.ts'
import { InvalidInput, jsonObject, readCard } from '../../../lib/orders/guest-input.ts'
import { OUTCOME_STATUS } from '../../../lib/orders/outcome.ts'
import { payLater } from '../../../lib/orders/pay-later.ts'
import { isUuid } from '../../../lib/uuid.ts'

/** Pays for seats that POST /api/registrations holds. */
export async function POST(request: Request) {
  const stopTimer = startTimer()
  initSentryForRequest(request)

  const answered = (status: number, body: object) => {
    trackAPICall('/api/payments', 'POST', status, stopTimer())
    return NextResponse.json(body, { status })
  }
  try {
    const { tenant } = contextOf(request.headers)
    const body = await jsonObject(request)
    if (!isUuid(body.registrationId)) throw new InvalidInput('registrationId', 'the id of a registration')
    const answer = await payLater(tenant, body.registrationId, readCard(body))
    return answered(OUTCOME_STATUS[answer.outcome], answer)
  } catch (error) {
    const failure = knownFailure(error)
    if (failure) return answered(failure.status, failure.body)
    trackAPICall('/api/payments', 'POST', 500, stopTimer())
    throw error
  }
}
