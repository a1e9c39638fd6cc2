import { expect, it, vi } from 'vitest'
import * as onServer from './client-on-server.ts'

it('says once that next.config.ts is not wrapped, and does nothing', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const client = await import('./client.ts')
  expect(warn.mock.calls.flat().join()).toContain('next.config.ts has no withTelemetry')
  client.setUserContext(1, 'dana@example.org')
  client.captureError(new Error('x'))
  client.onRouterTransitionStart('/a?b', 'push')
  expect(client.errorReference(new Error('x'))).toBe('')
  warn.mockRestore()
})

it('has the same functions while a page is rendered on the server', async () => {
  const client = await import('./client.ts')
  expect(Object.keys(onServer).sort()).toEqual(Object.keys(client).sort())
})

it('reports nothing and gives no reference on the server: there the request does', () => {
  expect(onServer.errorReference(new Error('x'))).toBe('')
  onServer.onRouterTransitionStart('/a', 'push')
})
