import { describe, expect, it } from 'vitest'
import { TEST_CARDS } from '../../provider/behaviour.ts'
import { jsonObject, passesLuhn, readCard, readGuest } from './guest-input.ts'

const good = {
  eventId: 1,
  spots: 2,
  name: 'נועה כהן',
  email: 'noa@example.com',
  phone: '050-000-0000',
  locale: 'he',
}

describe('readGuest', () => {
  it('takes a whole order and trims it', () => {
    expect(readGuest({ ...good, name: '  נועה כהן ' })).toEqual(good)
  })

  it.each([
    ['spots', 0],
    ['spots', 9],
    ['spots', 1.5],
    ['eventId', '1'],
    ['name', ' '],
    ['name', 'x'.repeat(121)],
    ['email', 'noa at example.com'],
    ['phone', '12345'],
  ])('refuses %s = %j by the name of the field', (field, value) => {
    expect(() => readGuest({ ...good, [field]: value })).toThrow(`${field}: expected`)
  })

  it('never repeats what the guest typed', () => {
    const typed = { ...good, email: 'noa@secret-place' }
    expect(() => readGuest(typed)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    )
  })
})

describe('readCard', () => {
  it('takes every test card, with spaces or hyphens', () => {
    for (const card of Object.values(TEST_CARDS)) expect(readCard({ card })).toBe(card)
    expect(readCard({ card: '4242 4242-4242 4242' })).toBe('4242424242424242')
  })

  it('refuses a number one digit off', () => {
    expect(() => readCard({ card: '4242424242424243' })).toThrow('card: expected a valid card number')
    expect(passesLuhn('4242424242424243')).toBe(false)
  })
})

describe('jsonObject', () => {
  it('refuses a body that is not a JSON object', async () => {
    for (const body of ['{', '[]', 'null', '"text"']) {
      const request = new Request('http://app/api/orders', { method: 'POST', body })
      await expect(jsonObject(request)).rejects.toThrow('body: expected')
    }
  })
})
