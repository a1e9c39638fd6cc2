/**
 * An app whose event loop is always busy: each request computes for a while and makes `SPANS_PER_REQUEST` spans.
 * `GET /count` answers how many spans it ended.
 */
import { createServer } from 'node:http'
import { trace } from '@opentelemetry/api'
import { start } from '../../app-shim/src/index.ts'

const SPANS_PER_REQUEST = Number(process.env.SPANS_PER_REQUEST ?? '6')
const COMPUTE_MS = Number(process.env.COMPUTE_MS ?? '0.3')

await start()
const tracer = trace.getTracer('bench')
let ended = 0

const server = createServer((request, response) => {
  if (request.url === '/count') {
    response.end(String(ended))
    return
  }
  tracer.startActiveSpan(
    'GET /bench',
    { attributes: { 'http.method': 'GET', 'http.route': '/bench' } },
    (root) => {
      for (let child = 1; child < SPANS_PER_REQUEST; child += 1) {
        const span = tracer.startSpan('step', {
          attributes: { 'db.system.name': 'postgresql', 'bench.step': child },
        })
        span.end()
      }
      compute(COMPUTE_MS)
      root.end()
      ended += SPANS_PER_REQUEST
      response.end('ok')
    },
  )
})
server.listen(Number(process.env.PORT), '127.0.0.1')
// Ends as Next.js does: open requests first, then process.exit.
process.on('SIGTERM', () => server.close(() => process.exit(143)))

function compute(millis: number): void {
  const end = performance.now() + millis
  while (performance.now() < end);
}
