import { expect, it } from 'vitest'
import { cleanBreadcrumb, cleanEvent } from './clean-event.ts'

it('cuts query strings and fragments from the addresses of an event', () => {
  const event = cleanEvent({
    request: {
      url: 'https://app.example/orders/1?email=planted#planted',
      headers: { Referer: 'https://app.example/?q=planted', 'User-Agent': 'agent' },
      query_string: 'planted',
      cookies: { session: 'planted' },
    },
    urls: ['https://app.example/?q=planted'],
  } as Parameters<typeof cleanEvent>[0])
  expect(event).toEqual({
    request: {
      url: 'https://app.example/orders/1',
      headers: { Referer: 'https://app.example/', 'User-Agent': 'agent' },
    },
    urls: ['https://app.example/'],
  })
})

it('leaves an event without a request as it is', () => {
  expect(cleanEvent({ message: 'x?y' })).toEqual({ message: 'x?y' })
})

it('cuts them from the addresses of a step, and nothing from other texts', () => {
  const data = {
    url: '/api/orders?card=planted',
    to: 'https://a.example/#planted',
    text: 'ready? yes',
    status: 500,
  }
  expect(cleanBreadcrumb({ data }).data).toEqual({
    url: '/api/orders',
    to: 'https://a.example/',
    text: 'ready? yes',
    status: 500,
  })
  expect(cleanBreadcrumb({ message: 'a?b' })).toEqual({ message: 'a?b' })
})
