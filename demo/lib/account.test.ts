import { expect, it } from 'vitest'
import { isAccount, NO_ACCOUNT } from './account.ts'

it('knows its guests and nobody else', () => {
  expect(['dana', 'omer'].every(isAccount)).toBe(true)
  expect([NO_ACCOUNT, '', 'toString', null, undefined].some(isAccount)).toBe(false)
})
