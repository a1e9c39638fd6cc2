import { luhnDigit } from './check-digit.ts'
import type { Random } from './random.ts'

const FIRST = [
  'יואב',
  'נועה',
  'תמר',
  'איתי',
  'מאיה',
  'עומר',
  'שירה',
  'אלון',
  'רותם',
  'גלעד',
  'Amira',
  'Daniel',
]
const LAST = ['כהן', 'לוי', 'מזרחי', 'פרידמן', 'אוחנה', 'ביטון', 'שפירא', 'חדד', 'קפלן', 'Haddad', 'Stern']
const MAIL = ['example.com', 'example.org', 'mail.example.net']

/** Somebody who buys tickets. Invented, but every number is well formed. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly phone: string
  /** Israeli identity number: nine digits with a valid check digit. */
  readonly teudatZehut: string
  readonly address: string
  readonly ip: string
}

/** Invents a person. `serial` keeps mail addresses apart. */
export function inventPerson(random: Random, serial: number): Person {
  const id = random.digits(8)
  return {
    name: `${random.pick(FIRST)} ${random.pick(LAST)}`,
    email: `guest${serial}.${random.digits(5)}@${random.pick(MAIL)}`,
    phone: israeliPhone(random),
    teudatZehut: `${id}${luhnDigit(id)}`,
    address: `רחוב הרצל ${random.between(1, 190)}, תל אביב`,
    ip: `203.0.113.${random.between(1, 254)}`,
  }
}

function israeliPhone(random: Random): string {
  const second = random.pick(['0', '2', '3', '4', '8'])
  const number = random.digits(7)
  return random.pick([
    `05${second}-${number}`,
    `05${second}${number}`,
    `+9725${second}${number}`,
    `+972-5${second}-${number.slice(0, 3)}-${number.slice(3)}`,
  ])
}
