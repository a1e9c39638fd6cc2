import { setTimeout as wait } from 'node:timers/promises'
import type { Demo } from '../support/demo.ts'
import { largest } from './failures.ts'

/** Ordinary traffic: one API request a second, one paid order every ten, until `signal` ends it. */
export async function sendTraffic(demo: Demo, signal: AbortSignal): Promise<void> {
  const eventId = await largest(demo)
  for (let second = 0; !signal.aborted; second++) {
    // What fails meanwhile is what the alerts are about.
    void demo.get('/api/events').catch(() => undefined)
    if (second % 10 === 0) void demo.order({ eventId, spots: 1 }).catch(() => undefined)
    await wait(1_000)
  }
}
