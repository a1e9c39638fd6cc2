import { setTimeout as pause } from 'node:timers/promises'
import { ownMetrics } from '../../tests/support/own-metrics.ts'

/** Rarely: reading a page of its metrics is work for the collector, and would be a tenth of what it does at 1,000 spans/s. */
const SAMPLE_MS = 1000
/** A collector at its limit may not answer at once. */
const ATTEMPTS = 6
const MIB = 1024 * 1024

/** What a collector used while a piece of work ran, as it reports it itself, on every platform alike. */
export interface Usage {
  cpuSeconds: number
  peakMiB: number
}

/** Runs `work` and watches the collector whose own metrics are on this port. */
export async function usageDuring(port: number, work: () => Promise<unknown>): Promise<Usage> {
  const before = await read(port)
  let done = false
  let peak = before.memory
  const watching = (async () => {
    while (!done) {
      peak = Math.max(peak, (await read(port)).memory)
      await pause(SAMPLE_MS)
    }
  })()
  try {
    await work()
  } finally {
    done = true
    await watching
  }
  const after = await read(port)
  return { cpuSeconds: after.cpu - before.cpu, peakMiB: Math.max(peak, after.memory) / MIB }
}

async function read(port: number): Promise<{ cpu: number; memory: number }> {
  const own = await patiently(() => ownMetrics(port))
  const [cpu, memory] = [
    own.sum('otelcol_process_cpu_seconds_total'),
    own.sum('otelcol_process_memory_rss_bytes'),
  ]
  if (!memory) throw new Error(`The collector reports no memory. It has: ${own.lines('process')}`)
  return { cpu, memory }
}

/** Asks again when no answer comes in time; whatever else is wrong stays wrong. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === ATTEMPTS || (error as Error).name !== 'TimeoutError') throw error
    }
  }
}
