/** The provider did not charge the card, and said nothing about the card either. */
export class PaymentProviderError extends Error {
  override readonly name = 'PaymentProviderError'
}

/** The provider did not answer in time. Whether it charged the card is unknown. */
export class PaymentTimeout extends Error {
  override readonly name = 'PaymentTimeout'
}

/** What is asked of the provider. `amountMinor` is in agorot or cents. */
export interface Charge {
  readonly orderId: string
  readonly amountMinor: number
  readonly currency: string
  readonly card: string
}

/** The provider's verdict on a card. */
export type ChargeResult =
  | { readonly status: 'COMPLETED'; readonly reference: string }
  | { readonly status: 'DECLINED'; readonly reason: string }

/** Where the provider is and how long to wait for it. */
export interface ProviderSettings {
  readonly url: string
  readonly timeoutMs: number
}

/** Longest wait a guest is asked for. */
const MAX_TIMEOUT_MS = 30_000

/** Reads PAYMENT_PROVIDER_URL (required) and PAYMENT_TIMEOUT_MS (default 4000, from 100 to 30000). */
export function providerSettings(env: NodeJS.ProcessEnv): ProviderSettings {
  const url = env.PAYMENT_PROVIDER_URL
  if (!url || !URL.canParse(url)) {
    throw new Error(
      'PAYMENT_PROVIDER_URL is not a URL. Set it, or start the app with start.ts, which sets it.',
    )
  }
  const raw = env.PAYMENT_TIMEOUT_MS || '4000'
  const timeoutMs = Number(raw)
  if (!Number.isInteger(timeoutMs) || timeoutMs < 100 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new Error(
      `PAYMENT_TIMEOUT_MS is "${raw}". Set it to whole milliseconds from 100 to ${MAX_TIMEOUT_MS}.`,
    )
  }
  return { url, timeoutMs }
}

/**
 * Charges a card.
 *
 * @throws {PaymentTimeout} when the provider does not answer within `timeoutMs`.
 * @throws {PaymentProviderError} when it cannot be reached or answers with an error.
 */
export async function charge(request: Charge, { url, timeoutMs }: ProviderSettings): Promise<ChargeResult> {
  let response: Response
  let body: string
  try {
    response = await fetch(new URL('/charge', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': request.orderId },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
    })
    body = await response.text()
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new PaymentTimeout(`the payment provider gave no answer in ${timeoutMs} ms`, { cause: error })
    }
    throw new PaymentProviderError('the payment provider cannot be reached', { cause: error })
  }
  if (response.status === 402) return { status: 'DECLINED', reason: field(body, 'reason') }
  if (!response.ok) throw new PaymentProviderError(`the payment provider answered ${response.status}`)
  return { status: 'COMPLETED', reference: field(body, 'reference') }
}

function field(body: string, name: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch (error) {
    throw new PaymentProviderError('the payment provider did not answer with JSON', { cause: error })
  }
  const value = (parsed as Record<string, unknown> | null)?.[name]
  if (typeof value !== 'string') throw new PaymentProviderError(`the payment provider left out "${name}"`)
  return value
}
