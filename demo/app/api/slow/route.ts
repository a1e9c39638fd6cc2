import { startTimer, trackAPICall } from '@ticketcap/telemetry/metrics'
import { NextResponse } from 'next/server'
import { slowReport } from '../../../lib/slow-report.ts'

export const dynamic = 'force-dynamic'

/** Answers late: after `?ms=` milliseconds (default 2500, at most 10000). */
export async function GET(request: Request) {
  const stopTimer = startTimer()
  const ms = await slowReport(new URL(request.url).searchParams.get('ms'))
  trackAPICall('/api/slow', 'GET', 200, stopTimer())
  return NextResponse.json({ ms })
}
