/**
 * Loaded before the app (`node --import`): answers on `CPU_PORT` with the CPU time of the process in microseconds and
 * the number of requests it has answered, those of this server left out.
 */
import { subscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'

let requests = 0

const own = createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  response.end(JSON.stringify({ cpuMicros: user + system, requests }))
})
own.listen(Number(process.env.CPU_PORT), '127.0.0.1').unref()

subscribe('http.server.response.finish', (message) => {
  if ((message as { server: unknown }).server !== own) requests += 1
})
