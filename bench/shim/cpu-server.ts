/** Loaded before the app (`node --import`): answers on `CPU_PORT` with the CPU time of the process in microseconds. */
import { createServer } from 'node:http'

createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  response.end(String(user + system))
})
  .listen(Number(process.env.CPU_PORT), '127.0.0.1')
  .unref()
