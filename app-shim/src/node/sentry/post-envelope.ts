import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import { deadlineAgent } from '../deadline-agent.ts'
import type { Delivery } from './envelope-queue.ts'

/** Where envelopes go. */
export interface EnvelopeDestination {
  /** `http://127.0.0.1:4319/api/1/envelope/`. */
  readonly url: string
  /** Holds the token: never print values. */
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMillis: number
  /** PEM of the certificate authority of the collector. */
  readonly certificate: Buffer | undefined
}

/** The collector has read the envelope and will not take it, now or later. */
const POISON = new Set([400, 413, 415, 422])

/** Sends envelopes to one address over kept-alive connections. Makes no span. Never rejects. */
export function envelopePoster(
  destination: EnvelopeDestination,
): (envelope: Uint8Array) => Promise<Delivery> {
  const url = new URL(destination.url)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const agent = deadlineAgent(url.protocol, destination.timeoutMillis, destination.certificate)
  const headers = { ...destination.headers, 'content-type': 'application/x-sentry-envelope' }
  return (envelope) =>
    new Promise((resolve) => {
      context.with(suppressTracing(context.active()), () => {
        const request = send(
          url,
          { method: 'POST', agent, headers: { ...headers, 'content-length': envelope.byteLength } },
          (response) => {
            // The body is of no use, but the connection is free only when it has been read.
            response.resume()
            resolve(deliveryOf(response))
          },
        )
        request.on('error', (error) => resolve({ outcome: 'retry', reason: reasonOf(error) }))
        request.end(envelope)
      })
    })
}

function deliveryOf({ statusCode = 0, headers }: IncomingMessage): Delivery {
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'delivered' }
  const reason = `answers ${statusCode}`
  if (POISON.has(statusCode)) return { outcome: 'rejected', reason }
  const seconds = Number(headers['retry-after'])
  if (!Number.isFinite(seconds) || seconds <= 0) return { outcome: 'retry', reason }
  return { outcome: 'retry', reason, afterMillis: seconds * 1000 }
}

function reasonOf(error: Error & { code?: string }): string {
  return error.code === 'ETIMEDOUT'
    ? 'does not answer in time'
    : `cannot be reached (${error.code ?? error.message})`
}
