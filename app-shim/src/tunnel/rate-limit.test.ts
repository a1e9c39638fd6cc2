import { expect, it } from 'vitest'
import { rateLimit } from './rate-limit.ts'

function limiter({ burst = 2, totalBurst = 100, maxClients = 10 } = {}) {
  let now = 0
  const limit = rateLimit({
    perClient: { burst, perSecond: 1 },
    total: { burst: totalBurst, perSecond: 1 },
    maxClients,
    now: () => now,
  })
  return {
    limit,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

it('lets a burst pass, refuses one more, and lets one pass a second later', () => {
  const { limit, pass } = limiter()
  expect([limit('a'), limit('a')]).toEqual([undefined, undefined])
  expect(limit('a')).toEqual({ by: 'client', seconds: 1 })
  pass(1)
  expect(limit('a')).toBeUndefined()
  expect(limit('a')).toBeDefined()
})

it('does not make one client wait for another', () => {
  const { limit } = limiter({ burst: 1 })
  limit('a')
  expect(limit('a')).toBeDefined()
  expect(limit('b')).toBeUndefined()
})

it('limits all clients together', () => {
  const { limit } = limiter({ totalBurst: 2 })
  expect([limit('a'), limit('b')]).toEqual([undefined, undefined])
  expect(limit('c')).toEqual({ by: 'total', seconds: 1 })
})

it('forgets the client that was quiet for longest, and remembers the others', () => {
  const { limit } = limiter({ burst: 1, maxClients: 2 })
  limit('a')
  limit('b')
  limit('a')
  limit('c')
  expect(limit('a')).toBeDefined()
  expect(limit('b')).toBeUndefined()
})
