import { createHash } from 'node:crypto'

/** The digit that makes a number pass the Luhn check, as payment cards and Israeli identity numbers carry it. */
export function luhnDigit(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** An IBAN of a country: computes the two check digits of ISO 13616. */
export function ibanOf(country: string, account: string): string {
  const rearranged = `${account}${country}00`
  let rest = 0
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** The address of a wallet: a version byte, 20 bytes and the checksum of base58check. */
export function walletOf(hash: Buffer): string {
  const payload = Buffer.concat([Buffer.from([5]), hash])
  const checked = Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)])
  let number = BigInt(`0x${checked.toString('hex')}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = BASE58[Number(number % 58n)] + text
  return text
}
