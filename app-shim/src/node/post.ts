import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { deadlineAgent } from './deadline-agent.ts'

/** Where something is posted to. */
export interface PostTarget {
  readonly url: string
  /** May hold the token: never print values. */
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMillis: number
  /** PEM of the certificate authority of the collector. */
  readonly certificate: Buffer | undefined
}

/** How a request was answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

/** Posts to one address over kept-alive connections. Makes no span. Rejects when there is no answer in time. */
export function poster({ url, headers, timeoutMillis, certificate }: PostTarget) {
  const target = new URL(url)
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const agent = deadlineAgent(target.protocol, timeoutMillis, certificate)
  const once = (body: Uint8Array) =>
    new Promise<Answer>((resolve, reject) => {
      const request = send(
        target,
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.byteLength } },
        (response) => {
          // The body is of no use, but the connection is free only when it has been read.
          response.resume()
          resolve({ status: response.statusCode ?? 0, headers: response.headers })
        },
      )
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection at the moment it was used again.
        if (request.reusedSocket && error.code === 'ECONNRESET') once(body).then(resolve, reject)
        else reject(error)
      })
      request.end(body)
    })
  return {
    post: (body: Uint8Array) => context.with(suppressTracing(context.active()), () => once(body)),
    close: () => agent.destroy(),
  }
}
