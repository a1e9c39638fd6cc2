import { setTimeout as sleep } from 'node:timers/promises'
import type { Departure } from './plan.ts'
import type { PlannedRequest } from './request.ts'
import { type Answered, type Truth, TruthCounter } from './truth.ts'

/** Longer than any answer of the app may take, so that a slow answer is counted and not lost. */
const ANSWER_TIMEOUT_MS = 30_000

/** Requests open at once. More would measure the client, not the app. */
const MAX_OPEN = 400

/** Where to send the plan and whom to tell. */
export interface RunOptions {
  /** Base URL of the app. */
  readonly url: string
  /** Called about once a second with the number of requests sent and answered. */
  readonly onProgress?: (sent: number, answered: number) => void
}

/**
 * Sends a plan in an open loop: a request leaves at its moment whether or not earlier ones were answered.
 *
 * Returns when every request was answered or given up.
 */
export async function runPlan(
  departures: Iterable<Departure>,
  { url, onProgress }: RunOptions,
): Promise<Truth> {
  const counter = new TruthCounter()
  const open = new Set<Promise<void>>()
  let sent = 0
  let answered = 0
  let reportedAt = 0
  const startedAt = performance.now()
  for (const { atMs, request } of departures) {
    const now = performance.now() - startedAt
    if (atMs > now) await sleep(atMs - now)
    if (open.size >= MAX_OPEN) {
      counter.shed()
      continue
    }
    const visit = follow(url, request, counter).finally(() => {
      open.delete(visit)
      answered += 1
    })
    open.add(visit)
    sent += 1
    if (performance.now() - reportedAt > 1000) {
      reportedAt = performance.now()
      onProgress?.(sent, answered)
    }
  }
  await Promise.all(open)
  onProgress?.(sent, answered)
  return counter.result()
}

async function follow(url: string, request: PlannedRequest, counter: TruthCounter): Promise<void> {
  const first = await send(url, request)
  counter.count(request, first)
  const payment = paymentAfter(request, first.body)
  if (payment) counter.count(payment, await send(url, payment))
}

/** The payment for seats that were just held. */
export function paymentAfter(request: PlannedRequest, body: unknown): PlannedRequest | undefined {
  const { outcome, orderId } = (body ?? {}) as { outcome?: string; orderId?: string }
  if (request.payHeldWith === undefined || outcome !== 'HELD' || orderId === undefined) return undefined
  return {
    method: 'POST',
    route: '/api/payments',
    path: '/api/payments',
    headers: request.headers,
    body: { registrationId: orderId, card: request.payHeldWith },
  }
}

async function send(url: string, request: PlannedRequest): Promise<Answered> {
  const startedAt = performance.now()
  const took = () => performance.now() - startedAt
  try {
    const response = await fetch(new URL(request.path, url), {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false
    const text = await response.text()
    return { status: response.status, ms: took(), body: isJson ? JSON.parse(text) : undefined }
  } catch (error) {
    // No answer is itself a counted result; the run's exit code tells.
    if (!(error instanceof Error)) throw error
    return { status: undefined, ms: took(), body: undefined }
  }
}
