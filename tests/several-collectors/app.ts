/**
 * One of the app instances that share traces: makes spans of a new trace every few milliseconds until it is told to
 * stop, then sends what it has and prints what it did. Started by several-collectors.test.ts; its argument is the Unix
 * time in ms of the first trace.
 */
import { setInterval as every, setTimeout as pause } from 'node:timers/promises'
import { type Context, context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { shutdown, start } from '@ticketcap/telemetry'
import { withSpan } from '@ticketcap/telemetry/telemetry'
import { INTERVAL_MS, SPANS_OF_ONE, TRACE_MS, traceIdOf } from './traces.ts'

const firstAt = Number(process.argv[2])
const report: [place: number, begunAt: number][] = []
const open = new Set<Promise<void>>()
let stopped = false
process.once('SIGTERM', () => {
  stopped = true
})

await start()
for await (const _ of every(INTERVAL_MS)) {
  if (stopped) break
  // By the clock, so that all instances are at the same trace; a late one leaves places out.
  const place = Math.floor((Date.now() - firstAt) / INTERVAL_MS)
  if (place < 0 || place === report.at(-1)?.[0]) continue
  report.push([place, Date.now()])
  const made = request(place).finally(() => open.delete(made))
  open.add(made)
}
await Promise.all(open)
await shutdown()
console.log(JSON.stringify({ report }))

async function request(place: number): Promise<void> {
  await context.with(caller(place), async () => {
    await withSpan('request', {}, async () => {
      for (let child = 1; child < SPANS_OF_ONE; child += 1) {
        await withSpan('work', {}, () => pause(TRACE_MS / (SPANS_OF_ONE - 1)))
      }
    })
  })
}

/** As a request with `traceparent` brings it: the same trace in every instance. */
function caller(place: number): Context {
  const traceId = traceIdOf(place)
  const spanId = traceId.slice(0, 16)
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  })
}
