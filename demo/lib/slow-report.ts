import { setTimeout as sleep } from 'node:timers/promises'
import { withSpan } from '@ticketcap/telemetry/telemetry'

const DEFAULT_MS = 2500
const MAX_MS = 10_000

/** Takes as long as asked, inside a span of its own, and returns the milliseconds. It holds no connection. */
export async function slowReport(asked: string | null | undefined): Promise<number> {
  const ms = boundedMilliseconds(asked)
  await withSpan('report.render', { 'ticketcap.report.requested_ms': ms }, () => sleep(ms))
  return ms
}

/** Whole milliseconds from 0 to 10000; anything else means the default of 2500. */
export function boundedMilliseconds(asked: string | null | undefined): number {
  if (!asked || !/^\d{1,6}$/.test(asked)) return DEFAULT_MS
  return Math.min(Number(asked), MAX_MS)
}
