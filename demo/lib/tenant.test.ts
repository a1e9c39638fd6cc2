import { describe, expect, it } from 'vitest'
import { resolveTenant } from './tenant.ts'

const nothing = { header: null, host: null, cookie: undefined }

describe('resolveTenant', () => {
  it('takes the header before the host and the cookie', () => {
    expect(resolveTenant({ header: 'zappa', host: 'habima.example.com', cookie: 'habima' })).toBe('zappa')
  })

  it('refuses a header that names nobody, whatever host and cookie say', () => {
    expect(resolveTenant({ header: 'opera', host: 'habima.example.com', cookie: 'zappa' })).toBeUndefined()
  })

  it('reads the first label of the host', () => {
    expect(resolveTenant({ ...nothing, host: 'Zappa.localhost:3000' })).toBe('zappa')
  })

  it('ignores a host label that names nobody', () => {
    expect(resolveTenant({ ...nothing, host: '127.0.0.1:3000' })).toBe('habima')
  })

  it('falls back to the cookie, and ignores a cookie that names nobody', () => {
    expect(resolveTenant({ ...nothing, host: 'localhost:3000', cookie: 'zappa' })).toBe('zappa')
    expect(resolveTenant({ ...nothing, host: 'localhost:3000', cookie: 'opera' })).toBe('habima')
  })
})
