import { describe, expect, it } from 'vitest'
import { passesLuhn } from '../lib/orders/guest-input.ts'
import { cardNumber, luhnDigit } from './check-digit.ts'
import { inventPerson } from './person.ts'
import { seededRandom } from './random.ts'
import { inventSecrets } from './secrets.ts'

describe('seededRandom', () => {
  it('repeats itself for one seed and differs for the next', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).next)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('stays inside its bounds and reaches both of them', () => {
    const random = seededRandom(1)
    const seen = new Set(Array.from({ length: 500 }, () => random.between(2, 5)))
    expect([...seen].sort()).toEqual([2, 3, 4, 5])
  })
})

describe('invented people', () => {
  it('have valid identity numbers and well formed phones', () => {
    const random = seededRandom(7)
    for (let serial = 0; serial < 200; serial += 1) {
      const person = inventPerson(random, serial)
      expect(passesLuhn(person.teudatZehut), person.teudatZehut).toBe(true)
      expect(person.phone).toMatch(/^(05\d-?\d{7}|\+972-?5\d-?\d{3}-?\d{4})$/)
    }
  })

  it('repeat themselves for one seed', () => {
    expect(inventPerson(seededRandom(3), 1)).toEqual(inventPerson(seededRandom(3), 1))
    expect(inventSecrets(seededRandom(3))).toEqual(inventSecrets(seededRandom(3)))
  })
})

describe('cardNumber', () => {
  it('keeps the last four digits that decide the payment, and is valid', () => {
    const random = seededRandom(7)
    for (const lastFour of ['4242', '0002', '0119', '0259']) {
      for (let round = 0; round < 50; round += 1) {
        const card = cardNumber('4', random.digits(10), lastFour)
        expect(card).toHaveLength(16)
        expect(card.endsWith(lastFour)).toBe(true)
        expect(passesLuhn(card), card).toBe(true)
      }
    }
  })

  it('knows the check digit of a published test number', () => {
    expect(luhnDigit('424242424242424')).toBe(2)
    expect(luhnDigit('424242424242425')).not.toBe(2)
  })
})
