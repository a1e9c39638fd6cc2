import { describe, expect, it } from 'vitest'
import { resolveLocale } from './locale.ts'

describe('resolveLocale', () => {
  it('obeys the language switch before the browser', () => {
    expect(resolveLocale('en', 'he-IL,he;q=0.9')).toBe('en')
  })

  it('speaks Hebrew to a browser that asks for it, first or later in its list', () => {
    expect(resolveLocale(undefined, 'he-IL,he;q=0.9')).toBe('he')
    expect(resolveLocale(undefined, 'en-US, iw;q=0.8')).toBe('he')
  })

  it('speaks English to everybody else', () => {
    expect(resolveLocale(undefined, 'en-US,de;q=0.7')).toBe('en')
    expect(resolveLocale('fr', null)).toBe('en')
  })
})
