const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base32 of the UTF-8 bytes, without padding. */
export function base32(text: string): string {
  let bits = 0
  let held = 0
  let out = ''
  for (const byte of Buffer.from(text)) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += BASE32[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? out + BASE32[(held << (5 - bits)) & 31] : out
}

/** Base58 of the UTF-8 bytes, in the alphabet of Bitcoin. */
export function base58(text: string): string {
  let value = BigInt(`0x${Buffer.from(text).toString('hex') || '0'}`)
  let out = ''
  while (value > 0n) {
    out = BASE58[Number(value % 58n)] + out
    value /= 58n
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
