/**
 * Reads the state of the shop once and sends it as metrics; for a cron job every five minutes (every five minutes).
 *
 * Environment: DATABASE_URL (required), COLLECT_METRICS_TIMEOUT_MS (default 30000), and that of the app for where to
 * send. Exit codes: 0 read and sent, or another run is at it; 1 the database or the collector failed; 2 wrong usage.
 */
import { shutdown, start } from '@ticketcap/telemetry'
import { COLLECT_TIMEOUT_MS, type CollectResult, collectMetrics } from '@ticketcap/telemetry/collect'
import { databaseUrl } from '../db/pool.ts'
import { databaseSource } from '../lib/collect/database-source.ts'

/** The name of the job: the instance whose series every run continues. */
const JOB = 'collect-metrics'

// Not left to the end of the work: a connection that hangs must not hold the job.
process.exit(await main(process.env))

async function main(env: NodeJS.ProcessEnv): Promise<number> {
  let url: string
  let timeoutMillis: number
  try {
    url = databaseUrl(env)
    timeoutMillis = timeoutFrom(env)
  } catch (error) {
    console.error(`${JOB}: ${error instanceof Error ? error.message : error}`)
    return 2
  }
  await start({ job: JOB })
  const result = await collectMetrics(databaseSource(url, timeoutMillis), { timeoutMillis })
  await shutdown()
  console.error(`${JOB}: ${describe(result)}`)
  return result.outcome === 'busy' || (result.outcome === 'collected' && result.sent) ? 0 : 1
}

function timeoutFrom(env: NodeJS.ProcessEnv): number {
  const raw = env.COLLECT_METRICS_TIMEOUT_MS
  if (raw === undefined || raw === '') return COLLECT_TIMEOUT_MS
  const value = Number(raw)
  if (!Number.isInteger(value) || value < 100 || value > 280_000) {
    throw new Error(
      `COLLECT_METRICS_TIMEOUT_MS is "${raw}". Set it to a whole number from 100 to 280000: under five minutes.`,
    )
  }
  return value
}

function describe(result: CollectResult): string {
  if (result.outcome === 'busy') return 'another run is reading now; nothing was read or sent.'
  const fate = result.sent ? 'Sent.' : 'NOT sent: the collector did not take it.'
  if (result.outcome === 'failed') return `failed: ${result.error.message || result.error.name}. ${fate}`
  const { eventsLive, registrations } = result.snapshot
  const count = Object.values(registrations).reduce((sum, each) => sum + each, 0)
  return `${eventsLive} live events with ${count} registrations. ${fate}`
}
