/** A field of a request that is missing or wrong. `field` and `expected` are safe to show and to log. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly field: string

  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}`)
    this.field = field
  }
}

/** Most seats one order may take. */
const MAX_SPOTS = 8

/** Who buys, as typed into the form. */
export interface Guest {
  readonly eventId: number
  readonly spots: number
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly locale: 'he' | 'en'
}

/** A JSON object out of a request body. */
export async function jsonObject(request: Request): Promise<Record<string, unknown>> {
  let parsed: unknown
  try {
    parsed = await request.json()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new InvalidInput('body', 'JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new InvalidInput('body', 'a JSON object')
  }
  return parsed as Record<string, unknown>
}

/** Reads and checks everything about a guest. @throws {InvalidInput} naming the first wrong field. */
export function readGuest(body: Record<string, unknown>): Guest {
  const spots = wholeNumber(body, 'spots')
  if (spots < 1 || spots > MAX_SPOTS) throw new InvalidInput('spots', `a whole number from 1 to ${MAX_SPOTS}`)
  const email = text(body, 'email', 254)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new InvalidInput('email', 'a mail address')
  const phone = text(body, 'phone', 32)
  if (phone.replaceAll(/\D/g, '').length < 7)
    throw new InvalidInput('phone', 'a phone number of 7 digits or more')
  return {
    eventId: wholeNumber(body, 'eventId'),
    spots,
    name: text(body, 'name', 120),
    email,
    phone,
    locale: body.locale === 'he' ? 'he' : 'en',
  }
}

/** A card number: 12 to 19 digits with a valid check digit, without its spaces. */
export function readCard(body: Record<string, unknown>): string {
  const digits = text(body, 'card', 32).replaceAll(/[\s-]/g, '')
  if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits))
    throw new InvalidInput('card', 'a valid card number')
  return digits
}

/** The check digit rule of payment cards. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = digit * 2
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function text(body: Record<string, unknown>, field: string, maxLength: number): string {
  const value = body[field]
  if (typeof value !== 'string' || value.trim() === '') throw new InvalidInput(field, 'a text')
  if (value.length > maxLength) throw new InvalidInput(field, `at most ${maxLength} characters`)
  return value.trim()
}

function wholeNumber(body: Record<string, unknown>, field: string): number {
  const value = body[field]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 2_147_483_647) {
    throw new InvalidInput(field, 'a whole number')
  }
  return value
}
