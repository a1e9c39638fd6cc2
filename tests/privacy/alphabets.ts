const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

const Z_BASE32 = 'ybndrfg8ejkmcpqxot1uwisza345h769'
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Five bits of the UTF-8 bytes a character, without padding. */
function fiveBits(text: string, alphabet: string): string {
  let bits = 0
  let held = 0
  let out = ''
  for (const byte of Buffer.from(text)) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += alphabet[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? out + alphabet[(held << (5 - bits)) & 31] : out
}
export const base32 = (text: string) => fiveBits(text, BASE32)
export const zBase32 = (text: string) => fiveBits(text, Z_BASE32)
/** The characters of bech32, without its prefix and check. */
export const bech32 = (text: string) => fiveBits(text, BECH32)

/** The UTF-8 bytes as one number. */
function oneNumber(text: string, alphabet: string): string {
  const base = BigInt(alphabet.length)
  let value = BigInt(`0x${Buffer.from(text).toString('hex') || '0'}`)
  let out = ''
  while (value > 0n) {
    out = alphabet[Number(value % base)] + out
    value /= base
  }
  return out
}
/** Base58 in the alphabet of Bitcoin. */
export const base58 = (text: string) => oneNumber(text, BASE58)
export const base36 = (text: string) => oneNumber(text, BASE36)

/** Base45 of RFC 9285: pairs of bytes, the least significant digit first. */
export function base45(text: string): string {
  const bytes = Buffer.from(text)
  let out = ''
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2)
    let value = pair.length === 2 ? pair.readUInt16BE() : (pair[0] ?? 0)
    for (let i = 0; i <= pair.length; i++) {
      out += BASE45[value % 45]
      value = Math.floor(value / 45)
    }
  }
  return out
}

/** A uuencoded file of the UTF-8 bytes. */
export function uuencode(text: string): string {
  const bytes = Buffer.from(text)
  const lines = ['begin 644 note.txt']
  for (let at = 0; at < bytes.length; at += 45) {
    const part = bytes.subarray(at, at + 45)
    let line = String.fromCharCode(32 + part.length)
    for (let i = 0; i < part.length; i += 3) {
      const [a = 0, b = 0, c = 0] = part.subarray(i, i + 3)
      for (const six of [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63])
        line += String.fromCharCode(six === 0 ? 96 : 32 + six)
    }
    lines.push(line)
  }
  return [...lines, '`', 'end'].join('\n')
}

/** The UTF-8 bytes as `hexdump -C` prints them. */
export function hexDump(text: string): string {
  const bytes = Buffer.from(text)
  const lines = []
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)]
    const hex = part.map((b) => b.toString(16).padStart(2, '0')).join(' ')
    const shown = part.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  |${shown}|`)
  }
  return lines.join('\n')
}
