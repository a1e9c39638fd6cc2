import { type ClientRequest, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/**
 * A keep-alive agent that ends a request when its time is over. The exporter's own limit counts silence only, so an
 * answer that trickles would hold its place for ever.
 */
export function deadlineAgent(
  protocol: string,
  limitMillis: number,
  certificate: Buffer | undefined,
): HttpAgent | HttpsAgent {
  const agent =
    protocol === 'https:'
      ? new HttpsAgent({ keepAlive: true, ...(certificate && { ca: certificate }) })
      : new HttpAgent({ keepAlive: true })
  const queue = agent as unknown as { addRequest(request: ClientRequest, ...rest: unknown[]): void }
  const addRequest = queue.addRequest
  queue.addRequest = function addRequestWithDeadline(request, ...rest) {
    const timer = setTimeout(() => {
      request.destroy(Object.assign(new Error('Request timed out'), { code: 'ETIMEDOUT' }))
    }, limitMillis).unref()
    request.once('close', () => clearTimeout(timer))
    addRequest.call(this, request, ...rest)
  }
  return agent
}
