import { startTimer, trackPayment } from '@ticketcap/telemetry/metrics'
import { tracePayment } from '@ticketcap/telemetry/telemetry'
import type { PaymentRecord } from '../registrations/settle.ts'
import { type Charge, charge, PaymentProviderError, PaymentTimeout, providerSettings } from './charge.ts'

/**
 * Charges a card inside a payment span, counts the attempt once by its final status, and returns what to store.
 *
 * A provider that fails or hangs is a status, not an exception: the caller must give the seats back either way.
 */
export async function pay(request: Charge): Promise<PaymentRecord> {
  const stopTimer = startTimer()
  const { amountMinor, currency } = request
  const record = (status: PaymentRecord['status'], providerReference?: string): PaymentRecord => ({
    status,
    amountMinor,
    currency,
    cardLastFour: request.card.slice(-4),
    ...(providerReference === undefined ? {} : { providerReference }),
  })
  try {
    return await tracePayment(amountMinor, currency, async () => {
      try {
        const result = await charge(request, providerSettings(process.env))
        trackPayment(amountMinor, result.status, stopTimer(), currency)
        return result.status === 'COMPLETED' ? record('COMPLETED', result.reference) : record('DECLINED')
      } catch (error) {
        trackPayment(amountMinor, failure(error), stopTimer(), currency)
        throw error
      }
    })
  } catch (error) {
    if (error instanceof PaymentTimeout || error instanceof PaymentProviderError)
      return record(failure(error))
    throw error
  }
}

function failure(error: unknown): 'TIMEOUT' | 'FAILED' {
  return error instanceof PaymentTimeout ? 'TIMEOUT' : 'FAILED'
}
