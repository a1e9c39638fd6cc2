import { describe, expect, it } from 'vitest'
import { databaseUrl, poolMax } from './pool.ts'

describe('poolMax', () => {
  it('is ten unless told', () => {
    expect(poolMax({ NODE_ENV: 'test' })).toBe(10)
    expect(poolMax({ NODE_ENV: 'test', DATABASE_POOL_MAX: '' })).toBe(10)
  })

  it('takes 1 to 500 and refuses one step beyond', () => {
    const max = (DATABASE_POOL_MAX: string) => poolMax({ NODE_ENV: 'test', DATABASE_POOL_MAX })
    expect([max('1'), max('500')]).toEqual([1, 500])
    for (const wrong of ['0', '501', '1.5', 'many']) expect(() => max(wrong)).toThrow(`is "${wrong}"`)
  })
})

describe('databaseUrl', () => {
  it('says how to set the variable when it is missing', () => {
    expect(() => databaseUrl({ NODE_ENV: 'test' })).toThrow('Set it to postgres://')
  })
})
