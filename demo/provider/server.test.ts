import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charge, PaymentProviderError, PaymentTimeout } from '../lib/payments/charge.ts'
import { behaviourOf, TEST_CARDS } from './behaviour.ts'
import { type Provider, startProvider } from './server.ts'

let provider: Provider

beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())

const pay = (card: string, timeoutMs = 2000, url = provider.url) =>
  charge(
    { orderId: '00000000-0000-4000-8000-000000000001', amountMinor: 100, currency: 'ILS', card },
    { url, timeoutMs },
  )

describe('the payment provider', () => {
  it('approves an ordinary card and returns a reference', async () => {
    expect(await pay(TEST_CARDS.approve)).toEqual({ status: 'COMPLETED', reference: 'ch_0000000000004000' })
  })

  it('declines with a reason, which is an answer and not an error', async () => {
    expect(await pay(TEST_CARDS.decline)).toEqual({ status: 'DECLINED', reason: 'insufficient_funds' })
  })

  it('fails with a provider error', async () => {
    await expect(pay(TEST_CARDS.fail)).rejects.toThrow(PaymentProviderError)
  })

  it('hangs until the caller gives up', async () => {
    await expect(pay(TEST_CARDS.hang, 200)).rejects.toThrow(PaymentTimeout)
  })

  it('counts every charge by what became of it', () => {
    expect(provider.charges).toEqual({ approve: 1, decline: 1, fail: 1, hang: 1 })
  })

  it('serves venues and nothing else', async () => {
    const venue = await fetch(`${provider.url}/venues/rovina`)
    expect(await venue.json()).toMatchObject({ nameEn: 'Rovina Hall' })
    expect((await fetch(`${provider.url}/venues/nowhere`)).status).toBe(404)
  })

  it('refuses a port that is taken, by name', async () => {
    const port = Number(new URL(provider.url).port)
    await expect(startProvider({ port })).rejects.toThrow(`PAYMENT_PROVIDER_PORT: port ${port} is taken`)
  })
})

describe('charge', () => {
  it('says that the provider cannot be reached', async () => {
    const gone = await startProvider()
    await gone.stop()
    await expect(pay(TEST_CARDS.approve, 2000, gone.url)).rejects.toThrow('cannot be reached')
  })
})

describe('behaviourOf', () => {
  it('reads the last four digits through spaces and hyphens', () => {
    expect(behaviourOf('4000 0000 0000 0002')).toBe('decline')
    expect(behaviourOf('4000-0000-0000-0119')).toBe('fail')
  })

  it('approves a card whose last four digits mean nothing', () => {
    expect(behaviourOf('5555555555554444')).toBe('approve')
  })
})
