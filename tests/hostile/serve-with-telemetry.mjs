// An app of a few lines, run as a worker with an environment of its own: starts telemetry, serves one request, stops.
import { createServer } from 'node:http'
import { parentPort } from 'node:worker_threads'
import { register, shutdown } from '@ticketcap/telemetry'

const server = createServer((_, response) => response.end('served'))
await register()
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`)
const text = await answer.text()
await shutdown()
server.close()
parentPort.postMessage(text)
