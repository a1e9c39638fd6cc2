import type { Marked } from './marked.ts'
import type { ProbeSettings } from './probe.ts'

const TIMEOUT_MS = 10_000
const PATHS = { trace: '/v1/traces', metric: '/v1/metrics', error: '/api/1/envelope/' } as const
const PORT_VARIABLE = {
  trace: 'SIDECAR_OTLP_HTTP_PORT',
  metric: 'SIDECAR_OTLP_HTTP_PORT',
  error: 'SIDECAR_SENTRY_PORT',
}

/** Why the first hop did not take an item, and what to do. */
export interface Refusal {
  readonly message: string
  readonly hint: string
}

/** Posts an item to the receiver; undefined when it was accepted. */
export async function send(item: Marked, settings: ProbeSettings): Promise<Refusal | undefined> {
  const base = item.kind === 'error' ? settings.sentryReceiverUrl : settings.otlpUrl
  const url = base.replace(/\/$/, '') + PATHS[item.kind]
  const lost = `${item.kind} lost at the receiver`
  let status: number
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: item.body,
      headers: { 'content-type': item.contentType, authorization: `Bearer ${settings.token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await answer.arrayBuffer()
    if (answer.ok) return undefined
    status = answer.status
  } catch (error) {
    const { message, name, cause } = error as Error & { cause?: { code?: string } }
    const reason =
      name === 'TimeoutError' ? `no answer within ${TIMEOUT_MS / 1000} s` : (cause?.code ?? message)
    return {
      message: `${lost}: ${url} (${reason})`,
      hint: `Start the collector, or correct the address; its port there is ${PORT_VARIABLE[item.kind]}.`,
    }
  }
  return { message: `${lost}: ${url} answered ${status}`, hint: hintFor(status) }
}

function hintFor(status: number): string {
  if (status === 401 || status === 403)
    return 'App and collector have different SIDECAR_TOKEN: set the same one.'
  if (status === 429 || status === 503)
    return 'The collector is short of memory, or a queue is full: see `sidecar ledger`.'
  if (status === 404) return 'Something else listens at this address: correct the port.'
  return 'See the log of the collector.'
}
