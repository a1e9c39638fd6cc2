import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

/** What Node.js tells when a server has read the head of a request. */
interface RequestStart {
  readonly response: ServerResponse
}

/**
 * From now on every answer of this process ends its connection (`Connection: close`).
 *
 * A server that was told to stop waits for connections that are in use, and goes on answering on them. One that a
 * proxy keeps busy holds the process until the platform kills it, with what is queued.
 */
export function makeAnswersTheLast(): void {
  subscribe('http.server.request.start', (message) => {
    ;(message as RequestStart).response.shouldKeepAlive = false
  })
}
