import { type Answer, type PostTarget, poster } from '../post.ts'
import type { Delivery } from './envelope-queue.ts'

/** Where envelopes go. */
export interface EnvelopeDestination extends Omit<PostTarget, 'url'> {
  /** `http://127.0.0.1:4319/api/1/envelope/`; with several, any of them may get any envelope. */
  readonly urls: readonly string[]
}

/** The collector has read the envelope and will not take it, now or later. */
const POISON = new Set([400, 413, 415, 422])

/** Sends envelopes over kept-alive connections, first to the address that took the last one. Makes no span. Never rejects. */
export function envelopePoster({
  urls,
  ...target
}: EnvelopeDestination): (envelope: Uint8Array) => Promise<Delivery> {
  const headers = { ...target.headers, 'content-type': 'application/x-sentry-envelope' }
  let collectors = urls.map((url) => poster({ ...target, url, headers }))
  return async (envelope) => {
    let delivery: Delivery = { outcome: 'retry', reason: 'has no address' }
    for (const collector of collectors) {
      delivery = await deliverTo(collector, envelope)
      if (delivery.outcome === 'retry') continue
      if (collector !== collectors[0])
        collectors = [collector, ...collectors.filter((other) => other !== collector)]
      break
    }
    return delivery
  }
}

async function deliverTo(collector: ReturnType<typeof poster>, envelope: Uint8Array): Promise<Delivery> {
  try {
    return deliveryOf(await collector.post(envelope))
  } catch (error) {
    return { outcome: 'retry', reason: reasonOf(error as NodeJS.ErrnoException) }
  }
}

function deliveryOf({ status, headers }: Answer): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'delivered' }
  const reason = `answers ${status}`
  if (POISON.has(status)) return { outcome: 'rejected', reason }
  const seconds = Number(headers['retry-after'])
  if (!Number.isFinite(seconds) || seconds <= 0) return { outcome: 'retry', reason }
  return { outcome: 'retry', reason, afterMillis: seconds * 1000 }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ETIMEDOUT'
    ? 'does not answer in time'
    : `cannot be reached (${error.code ?? error.message})`
}
