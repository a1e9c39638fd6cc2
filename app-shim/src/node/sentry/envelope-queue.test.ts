import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Delivery, EnvelopeQueue, type QueueOptions } from './envelope-queue.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A receiver whose answers a test gives. */
function receiver(options: Partial<QueueOptions> = {}) {
  const tries: string[] = []
  const outcomes: string[] = []
  const trouble: (string | undefined)[] = []
  const waiting: ((delivery: Delivery) => void)[] = []
  let answer: Delivery | 'wait' = { outcome: 'delivered' }
  const queue = new EnvelopeQueue({
    deliver: (envelope) => {
      tries.push(new TextDecoder().decode(envelope))
      if (answer !== 'wait') return Promise.resolve(answer)
      return new Promise((resolve) => waiting.push(resolve))
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    onTrouble: (reason) => trouble.push(reason),
    maxBytes: 100,
    maxEnvelopes: 10,
    ...options,
  })
  return {
    queue,
    tries,
    outcomes,
    trouble,
    answers: (next: Delivery | 'wait') => {
      answer = next
    },
    release: (delivery: Delivery) => {
      for (const resolve of waiting.splice(0)) resolve(delivery)
    },
  }
}

const RETRY: Delivery = { outcome: 'retry', reason: 'answers 503' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a receiver that takes everything', () => {
  it('gets an envelope at once', async () => {
    const { queue, tries, outcomes } = receiver()
    queue.push(bytes('a'))
    await settle()
    expect({ tries, outcomes, bytes: queue.bytes }).toEqual({
      tries: ['a'],
      outcomes: ['delivered'],
      bytes: 0,
    })
  })
})

describe('a receiver that is away', () => {
  it('gets the envelopes in order when it is back, and is asked once at a time until then', async () => {
    const { queue, tries, outcomes, trouble, answers } = receiver()
    answers(RETRY)
    queue.push(bytes('a'))
    await settle()
    queue.push(bytes('b'))
    queue.push(bytes('c'))
    await vi.advanceTimersByTimeAsync(999)
    expect(tries).toEqual(['a'])
    answers({ outcome: 'delivered' })
    await vi.advanceTimersByTimeAsync(1)
    expect(tries).toEqual(['a', 'a', 'b', 'c'])
    expect(outcomes).toEqual(['delivered', 'delivered', 'delivered'])
    expect(trouble).toEqual(['answers 503', undefined])
  })

  it('is asked less and less often, every 30 s in the end', async () => {
    const { queue, tries, answers } = receiver()
    answers(RETRY)
    queue.push(bytes('a'))
    await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000 + 8000 + 16_000)
    expect(tries).toHaveLength(6)
    await vi.advanceTimersByTimeAsync(29_999)
    expect(tries).toHaveLength(6)
    await vi.advanceTimersByTimeAsync(1)
    expect(tries).toHaveLength(7)
  })

  it('is asked when it said, not before', async () => {
    const { queue, tries, answers } = receiver()
    answers({ ...RETRY, afterMillis: 5000 })
    queue.push(bytes('a'))
    await vi.advanceTimersByTimeAsync(4999)
    expect(tries).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(tries).toHaveLength(2)
  })
})

describe('the bound', () => {
  it('drops the oldest above the bytes and counts it, and none one byte below', async () => {
    const { queue, tries, outcomes, answers } = receiver({ maxBytes: 6 })
    answers(RETRY)
    queue.push(bytes('aa'))
    await settle()
    queue.push(bytes('bb'))
    queue.push(bytes('cc'))
    expect({ outcomes, bytes: queue.bytes }).toEqual({ outcomes: [], bytes: 6 })
    queue.push(bytes('d'))
    expect({ outcomes, bytes: queue.bytes }).toEqual({ outcomes: ['queue_full'], bytes: 5 })
    answers({ outcome: 'delivered' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(tries).toEqual(['aa', 'bb', 'cc', 'd'])
  })

  it('drops the oldest above the number', async () => {
    const { queue, outcomes, answers } = receiver({ maxEnvelopes: 2 })
    answers(RETRY)
    for (const text of ['a', 'b', 'c']) queue.push(bytes(text))
    await settle()
    expect(outcomes).toEqual(['queue_full'])
  })

  it('counts what is on its way', async () => {
    const { queue, outcomes, answers, release } = receiver({ maxBytes: 4 })
    answers('wait')
    queue.push(bytes('aaa'))
    queue.push(bytes('bb'))
    expect({ outcomes, bytes: queue.bytes }).toEqual({ outcomes: ['queue_full'], bytes: 3 })
    release({ outcome: 'delivered' })
    await settle()
    expect(outcomes).toEqual(['queue_full', 'delivered'])
  })

  it('refuses what can never fit', () => {
    const { queue, outcomes, tries } = receiver({ maxBytes: 3 })
    expect(queue.push(bytes('aaaa'))).toBe(false)
    expect({ outcomes, tries }).toEqual({ outcomes: ['queue_full'], tries: [] })
  })
})

it('gives up on an envelope that is refused for good, and sends the next', async () => {
  const { queue, tries, outcomes, answers } = receiver()
  answers({ outcome: 'rejected', reason: 'answers 400' })
  queue.push(bytes('a'))
  await settle()
  answers({ outcome: 'delivered' })
  queue.push(bytes('b'))
  await settle()
  expect({ tries, outcomes }).toEqual({ tries: ['a', 'b'], outcomes: ['rejected', 'delivered'] })
})

describe('flush', () => {
  it('resolves at once when nothing waits', async () => {
    await receiver().queue.flush(10_000)
  })

  it('does not wait for the next try', async () => {
    const { queue, tries, answers } = receiver()
    answers(RETRY)
    queue.push(bytes('a'))
    await settle()
    answers({ outcome: 'delivered' })
    const flushed = queue.flush(10_000)
    await settle()
    await flushed
    expect(tries).toEqual(['a', 'a'])
  })

  it('gives up when its time is over, and what is left is counted on close', async () => {
    const { queue, outcomes, answers } = receiver()
    answers(RETRY)
    queue.push(bytes('a'))
    const closed = queue.close(2000)
    await vi.advanceTimersByTimeAsync(2000)
    await closed
    expect(outcomes).toEqual(['shutdown'])
    expect(queue.push(bytes('b'))).toBe(false)
  })
})
