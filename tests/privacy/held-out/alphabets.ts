/** Bytes in groups of `take`, each group a number in base `alphabet.length` of `give` digits, the most significant first. */
function grouped(text: string, alphabet: string, take: number, give: number): string {
  const bytes = Buffer.from(text)
  let out = ''
  for (let at = 0; at < bytes.length; at += take) {
    const group = bytes.subarray(at, at + take)
    const padded = Buffer.concat([group, Buffer.alloc(take - group.length)])
    let value = BigInt(`0x${padded.toString('hex')}`)
    let digits = ''
    for (let i = 0; i < give; i++) {
      digits = alphabet[Number(value % BigInt(alphabet.length))] + digits
      value /= BigInt(alphabet.length)
    }
    out += digits.slice(0, give - (take - group.length))
  }
  return out
}

const DIGITS = '0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = UPPER.toLowerCase()
const ASCII = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('')

/** Ascii85 of Adobe and btoa, without marks and without the short form of zeros. */
export const ascii85 = (text: string) => grouped(text, ASCII.slice(0, 85), 4, 5)
/** Base85 as git and Mercurial write it (RFC 1924). */
export const gitBase85 = (text: string) =>
  grouped(text, `${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`, 4, 5)
/** Base85 of ZeroMQ. */
export const z85 = (text: string) => grouped(text, `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`, 4, 5)

/** The whole text as one number in a base. */
function bigBase(text: string, alphabet: string): string {
  let value = BigInt(`0x${Buffer.from(text).toString('hex') || '0'}`)
  let out = ''
  while (value > 0n) {
    out = alphabet[Number(value % BigInt(alphabet.length))] + out
    value /= BigInt(alphabet.length)
  }
  return out
}
export const base62 = (text: string) => bigBase(text, `${DIGITS}${UPPER}${LOWER}`)
export const flickr58 = (text: string) =>
  bigBase(text, '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ')

/** Bits in groups of `width`, each a character of the alphabet, without padding. */
export function bitBase(data: string | Buffer, alphabet: string, width: number): string {
  const bits = [...Buffer.from(data)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(width, '0'), 2)]).join('')
}
export const base32Hex = (text: string) => bitBase(text, `${DIGITS}${UPPER.slice(0, 22)}`, 5)
export const crockford = (text: string) => bitBase(text, `${DIGITS}ABCDEFGHJKMNPQRSTVWXYZ`, 5)
/** The alphabet of crypt(3). */
export const cryptBase64 = (text: string) => bitBase(text, `./${DIGITS}${UPPER}${LOWER}`, 6)
export const xxencode = (text: string) => bitBase(text, `+-${DIGITS}${UPPER}${LOWER}`, 6)

const MORSE: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. ' +
    '0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. ..-.-.- @.--.-. --....- '
  )
    .split(' ')
    .filter(Boolean)
    .map((entry) => [entry[0] ?? '', entry.slice(1)]),
)
/** Morse code; what has none stays as it is. */
export const morse = (text: string) => [...text.toLowerCase()].map((c) => MORSE[c] ?? c).join(' ')
