import { NextResponse } from 'next/server'

export const dynamic = 'force-dynamic'

/** Answers while the process serves. It asks nobody else: a broken database must not restart the app. */
export function GET() {
  return NextResponse.json({ status: 'ok' })
}
