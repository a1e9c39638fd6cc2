/**
 * A process with telemetry, for tests. It makes one payment and prints `ready`, then
 * `serve` waits for a signal and exits itself as Next.js does, `wait` leaves the signal to telemetry,
 * `cron` ends by itself, `exit` stops telemetry and exits with code 3, `pg-before` and `pg-after` make one query with
 * a driver loaded before or after telemetry starts.
 */
import { createServer } from 'node:http'
import { register, shutdown } from '../src/index.ts'
import { startTimer, trackPayment } from '../src/metrics.ts'
import { tracePayment, withSpan } from '../src/telemetry.ts'

const mode = process.argv[2]
if (mode === 'pg-before') await import('pg')
await register()
const stopTimer = startTimer()
await tracePayment(12_000, 'ILS', () => trackPayment(12_000, 'COMPLETED', stopTimer(), 'ILS'))

if (mode === 'serve' || mode === 'wait') {
  const server = createServer().listen(0, '127.0.0.1')
  if (mode === 'serve') process.on('SIGTERM', () => server.close(() => process.exit(143)))
}
if (mode?.startsWith('pg-')) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 })
  await withSpan('request', {}, () => pool.query('SELECT $1::text AS name', ['Dana Levi']))
  await pool.end()
}
console.log('ready')
if (mode === 'exit') {
  await shutdown()
  process.exit(3)
}
