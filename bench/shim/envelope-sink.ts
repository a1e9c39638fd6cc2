/** A process that takes Sentry envelopes, throws them away and answers `GET /count` with how many there were. */
import { createServer } from 'node:http'

let count = 0

createServer((request, response) => {
  if (request.url === '/count') {
    response.end(String(count))
    return
  }
  count += 1
  request.resume().once('end', () => response.end('{}'))
}).listen(Number(process.env.PORT), '127.0.0.1')
