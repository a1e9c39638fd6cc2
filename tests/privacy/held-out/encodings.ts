import { domainToASCII } from 'node:url'
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib'
import { base32, hexDump } from '../alphabets.ts'
import type { Encoding } from '../encodings.ts'
import * as alphabets from './alphabets.ts'

const base64 = (data: string | Buffer) => Buffer.from(data).toString('base64')
const bytes = (text: string) => [...Buffer.from(text)]
const hex = (value: number, width = 2) => value.toString(16).padStart(width, '0')
const each = (text: string, write: (c: string, code: number) => string) =>
  [...text].map((c) => write(c, c.codePointAt(0) ?? 0)).join('')
const groups = (text: string, width: number, mark: string) =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).join(mark)
const reversed = (text: string) => [...text].reverse().join('')
const shifted = (text: string, lower: number, upper: number, digit: number) =>
  text.replace(/[A-Za-z0-9]/g, (c) =>
    c >= 'a' && c <= 'z'
      ? String.fromCodePoint(lower + c.charCodeAt(0) - 97)
      : c >= 'A' && c <= 'Z'
        ? String.fromCodePoint(upper + c.charCodeAt(0) - 65)
        : String.fromCodePoint(digit + Number(c)),
  )
const swapped = (text: string, from: string, to: string) => {
  const pairs = new Map([...from].map((c, i) => [c, [...to][i] ?? c]))
  return [...text].map((c) => pairs.get(c) ?? c).join('')
}
const caesar = (text: string, by: number) =>
  text.replace(/[A-Za-z]/g, (c) => {
    const first = c < 'a' ? 65 : 97
    return String.fromCharCode(first + ((c.charCodeAt(0) - first + by) % 26))
  })

const block = (name: string, encode: Encoding['encode'], options: Partial<Encoding> = {}): Encoding => ({
  name,
  encode,
  undecoded: true,
  ...options,
})
/** Written one character after the other: the encoding of a part is a part of the encoding. */
const char = (name: string, encode: Encoding['encode'], options: Partial<Encoding> = {}): Encoding => ({
  name,
  encode,
  on: 'value',
  byCharacter: true,
  ...options,
})

/** Encodings that the corpus does not hold. */
export const HELD_OUT_ENCODINGS: readonly Encoding[] = [
  // Other alphabets.
  block('Ascii85 without marks', alphabets.ascii85),
  block('Ascii85 between marks', (t) => `<~${alphabets.ascii85(t)}~>`),
  block('base85 of git', alphabets.gitBase85),
  block('Z85', alphabets.z85),
  block('base62', alphabets.base62, { short: true }),
  block('base58 of Flickr', alphabets.flickr58, { short: true }),
  block('base32hex', alphabets.base32Hex),
  block('base32 of Crockford', alphabets.crockford),
  block('base32 in groups', (t) => groups(base32(t), 4, ' ')),
  block('base32 with hyphens', (t) => groups(base32(t), 8, '-')),
  block('base64 of crypt', alphabets.cryptBase64),
  block('xxencode', alphabets.xxencode),
  // base64 and hexadecimal in other clothes.
  block('base64 cut by hyphens', (t) => groups(base64(t), 8, '-')),
  block('base64 in a list', (t) => JSON.stringify(base64(t).match(/.{1,12}/g))),
  block('base64 over a concatenation', (t) => groups(base64(t), 16, '" + "')),
  block('base64 thrice', (t) => base64(base64(base64(t)))),
  block('base64 of the text backwards', (t) => base64(reversed(t))),
  block('base64 as percent', (t) =>
    encodeURIComponent(base64(t)).replace(/[A-F]/g, (c) => `%${hex(c.charCodeAt(0))}`),
  ),
  block('base64 as an encoded word', (t) => `=?UTF-8?B?${base64(t)}?=`),
  char(
    'quoted-printable as an encoded word',
    (t) =>
      `=?utf-8?Q?${bytes(t)
        .map((b) => `=${hex(b).toUpperCase()}`)
        .join('')}?=`,
    { byCharacter: false },
  ),
  block('hex cut by hyphens', (t) => groups(Buffer.from(t).toString('hex'), 8, '-')),
  block('hex as one number', (t) => `0x${Buffer.from(t).toString('hex').toUpperCase()}`),
  block('hex of PostgreSQL', (t) => `\\x${Buffer.from(t).toString('hex')}`),
  block('hex in hex', (t) => Buffer.from(Buffer.from(t).toString('hex')).toString('hex')),
  block('hex literal of SQL', (t) => `X'${Buffer.from(t).toString('hex')}'`),
  block('UTF-16 big-endian in hex', (t) => Buffer.from(t, 'utf16le').swap16().toString('hex')),
  block('UTF-32 in hex', (t) => each(t, (_, c) => hex(c, 8))),
  block('UTF-32 in base64', (t) =>
    base64(
      Buffer.from(
        each(t, (_, c) => hex(c, 8)),
        'hex',
      ),
    ),
  ),
  block('hex dump of xxd in base64', (t) => base64(hexDump(t))),
  // Packed.
  block('brotli in base64', (t) => base64(brotliCompressSync(t))),
  block('gzip in base32', (t) => alphabets.bitBase(gzipSync(t), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5)),
  block('gzip in base64url in JSON', (t) => JSON.stringify({ z: gzipSync(t).toString('base64url') })),
  block('gzip twice in base64', (t) => base64(gzipSync(gzipSync(t)))),
  block('deflate in hex', (t) => deflateRawSync(t).toString('hex')),
  block(
    'protobuf in base64',
    (t) =>
      base64(
        Buffer.concat([
          Buffer.from([0x08, 0x96, 0x01, 0x12]),
          Buffer.from([Buffer.byteLength(t) & 127]),
          Buffer.from(t),
        ]),
      ),
    { short: true },
  ),
  block(
    'MessagePack in base64',
    (t) =>
      base64(
        Buffer.concat([Buffer.from([0x81, 0xa1, 0x6d, 0xd9, Buffer.byteLength(t) & 255]), Buffer.from(t)]),
      ),
    { short: true },
  ),
  block('serialised by PHP in base64', (t) => base64(`a:1:{s:1:"m";s:${Buffer.byteLength(t)}:"${t}";}`)),
  block('JSON in base64 in JSON in percent', (t) =>
    encodeURIComponent(JSON.stringify({ a: base64(JSON.stringify({ m: t })) })),
  ),
  block(
    'token with a packed payload',
    (t) =>
      `${base64('{"alg":"none","zip":"DEF"}').replace(/=+$/, '')}.${deflateRawSync(JSON.stringify({ m: t })).toString('base64url')}.`,
  ),
  // Lists of numbers.
  block('bytes in binary', (t) =>
    bytes(t)
      .map((b) => b.toString(2).padStart(8, '0'))
      .join(' '),
  ),
  block('bits in one run', (t) =>
    bytes(t)
      .map((b) => b.toString(2).padStart(8, '0'))
      .join(''),
  ),
  block('bytes in octal', (t) =>
    bytes(t)
      .map((b) => b.toString(8).padStart(3, '0'))
      .join(' '),
  ),
  block(
    'signed bytes',
    (t) =>
      `[${bytes(t)
        .map((b) => (b > 127 ? b - 256 : b))
        .join(', ')}]`,
  ),
  block('calls of chr', (t) =>
    bytes(t)
      .map((b) => `chr(${b})`)
      .join('.'),
  ),
  block('fromCharCode', (t) => `fromCharCode(${each(t, (_, c) => `${c},`).slice(0, -1)})`),
  block('CHAR of SQL', (t) => `CHAR(${bytes(t).join(',')})`),
  block('bytes with dots', (t) => bytes(t).join('.')),
  block('bytes by index', (t) => JSON.stringify(Object.fromEntries(bytes(t).map((b, i) => [i, b])))),
  block('decimal groups of three', (t) =>
    bytes(t)
      .map((b) => String(b).padStart(3, '0'))
      .join(''),
  ),
  // Escapes.
  char('named entities', (t) =>
    swapped(t, '@.:-+/', '①②③④⑤⑥').replace(
      /[①-⑥]/g,
      (c) =>
        ['&commat;', '&period;', '&colon;', '&hyphen;', '&plus;', '&sol;'][c.charCodeAt(0) - 0x2460] ?? c,
    ),
  ),
  char('entities with zeros', (t) => each(t, (_, c) => `&#x0000${hex(c)};`)),
  char('entities without semicolon', (t) => each(t, (_, c) => `&#${c}`)),
  char('entities, twice', (t) => each(t, (_, c) => `&amp;#${c};`)),
  char('entities in percent', (t) => encodeURIComponent(each(t, (_, c) => `&#${c};`))),
  char('percent in entities', (t) =>
    each(
      each(t, (_, c) => (c < 128 ? `%${hex(c)}` : encodeURIComponent(String.fromCodePoint(c)))),
      (c) => (c === '%' ? '&#37;' : c),
    ),
  ),
  char('percent, three times', (t) => each(t, (c, n) => (n < 128 ? `%252525${hex(n)}` : c))),
  char('percent u', (t) => each(t, (_, c) => `%u${hex(c, 4)}`)),
  char('escapes of CSS', (t) => each(t, (_, c) => `\\${hex(c, 6)}`)),
  char('long escapes of Python', (t) => each(t, (_, c) => `\\U${hex(c, 8)}`)),
  char('escapes of Perl', (t) => each(t, (_, c) => `\\x{${hex(c)}}`)),
  char('escapes of JSON in percent', (t) => encodeURIComponent(each(t, (_, c) => `\\u${hex(c, 4)}`))),
  char(
    'every second letter escaped',
    (t) => [...t].map((c, i) => (i % 2 ? `%${hex(c.charCodeAt(0) & 127)}` : c)).join(''),
    { byCharacter: false, undecoded: true },
  ),
  char('quoted-printable with soft breaks', (t) => groups(t, 5, '=\r\n'), { byCharacter: false }),
  char(
    'UTF-7',
    (t) =>
      t.replace(
        /[^A-Za-z0-9.:/()?,' -]+/g,
        (run) => `+${base64(Buffer.from(run, 'utf16le').swap16()).replace(/=+$/, '')}-`,
      ),
    { byCharacter: false, undecoded: true },
  ),
  char('punycode', (t) => t.replace(/@(.*)$/, (_, host) => `@${domainToASCII(`ä${host}`)}`), {
    only: 'at',
    byCharacter: false,
  }),
  // Letters that are other letters.
  char('double-struck', (t) =>
    shifted(
      t.replace(/[CHNPQRZ]/g, (c) => c.toLowerCase()),
      0x1d552,
      0x1d538,
      0x1d7d8,
    ),
  ),
  char('monospace', (t) => shifted(t, 0x1d68a, 0x1d670, 0x1d7f6)),
  char('sans-serif bold', (t) => shifted(t, 0x1d5ee, 0x1d5d4, 0x1d7ec)),
  char('Fraktur', (t) =>
    shifted(
      t.replace(/[CHIRZ]/g, (c) => c.toLowerCase()),
      0x1d51e,
      0x1d504,
      0x30,
    ),
  ),
  char('circled', (t) =>
    shifted(t, 0x24d0, 0x24b6, 0x30)
      .replace(/[1-9]/g, (c) => String.fromCharCode(0x245f + Number(c)))
      .replace(/0/g, '⓪'),
  ),
  char('parenthesised', (t) => shifted(t.toLowerCase(), 0x249c, 0x249c, 0x30), { only: 'caseless' }),
  char('squared', (t) => shifted(t.toUpperCase(), 0x1f130, 0x1f130, 0x30), { only: 'caseless' }),
  char('regional indicators', (t) => shifted(t.toUpperCase(), 0x1f1e6, 0x1f1e6, 0x30), { only: 'caseless' }),
  char(
    'superscript',
    (t) =>
      swapped(t.toLowerCase(), '0123456789abcdefghijklmnoprstuvwxyz', '⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'),
    { only: 'caseless' },
  ),
  char(
    'small capitals',
    (t) => swapped(t.toLowerCase(), 'abcdefghijklmnopqrtuvwyz', 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀᴛᴜᴠᴡʏᴢ'),
    { only: 'caseless' },
  ),
  char('Cyrillic twins', (t) => swapped(t, 'aceopxyiABCEHKMOPTX', 'асеорхуіАВСЕНКМОРТХ')),
  char('Greek twins', (t) => swapped(t, 'aoviputABEZHIKMNOPTYX', 'αονιρυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ')),
  char('Armenian and Cherokee twins', (t) =>
    swapped(t, 'onhuqgABCDEGHJKLMPRSTVWZ', 'օոհսզցᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ'),
  ),
  char('accents', (t) => swapped(t, 'aeiouncsyzAEIOU', 'äéîöüñčšýžÀÈÎÔÛ'), { only: 'caseless' }),
  char('full width, ideographic stop', (t) =>
    t.replace(/[!-~]/g, (c) => (c === '.' ? '。' : String.fromCharCode(c.charCodeAt(0) + 0xfee0))),
  ),
  char('tag characters', (t) =>
    each(t, (c, n) => (n > 31 && n < 127 ? String.fromCodePoint(0xe0000 + n) : c)),
  ),
  // What cannot be seen.
  char('zero-width joiners', (t) => [...t].join('\u200d')),
  char('word joiners', (t) => [...t].join('\u2060')),
  char('variation selectors', (t) => [...t].join('\ufe0f')),
  char('Mongolian separators', (t) => [...t].join('\u180e')),
  char('Hangul fillers', (t) => [...t].join('\u3164')),
  char('byte order marks', (t) => [...t].join('\ufeff')),
  char('tatweel', (t) => [...t].join('\u0640')),
  char('NUL bytes', (t) => [...t].join('\0')),
  char('control characters', (t) => [...t].join('\u0001')),
  char('backspaces', (t) => each(t, (c) => `x\b${c}`)),
  char('colours of a terminal', (t) => each(t, (c) => `\u001b[31m${c}\u001b[0m`)),
  char('one colour of a terminal', (t) => `${t.slice(0, t.length / 2)}\u001b[1;33m${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  char('strike-through', (t) => [...t].join('\u0336')),
  block('right-to-left override', (t) => `\u202e${reversed(t)}\u202c`, { on: 'value' }),
  char('thin spaces', (t) => groups(t, 4, '\u2009'), { byCharacter: false, only: 'numeric' }),
  // Single characters with something between.
  char('letters with blanks', (t) => [...t].join(' ')),
  char('letters with hyphens', (t) => [...t].join('-')),
  char('letters with dots', (t) => [...t].join('.')),
  char('letters with underscores', (t) => [...t].join('_')),
  char('letters with bars', (t) => [...t].join('|')),
  char('letters with stars', (t) => [...t].join('*')),
  char('one letter a line', (t) => [...t].join('\n')),
  char('letters in brackets', (t) => each(t, (c) => `[${c}]`)),
  char('letters in quotes', (t) => [...t].map((c) => `'${c}'`).join(',')),
  char('letters in tags', (t) => each(t, (c) => `<b>${c}</b>`)),
  char('comment inside', (t) => `${t.slice(0, t.length / 2)}<!-- -->${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  char('concatenation of SQL', (t) => `${t.slice(0, t.length / 2)}' || '${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  char('break of HTML', (t) => `${t.slice(0, t.length / 2)}<br/>${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  char('line continuation', (t) => `${t.slice(0, t.length / 2)}\\\n${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  char('indented line break', (t) => `${t.slice(0, t.length / 2)}\n    ${t.slice(t.length / 2)}`, {
    byCharacter: false,
    undecoded: true,
  }),
  // Ciphers of children.
  char('rot13', (t) => caesar(t, 13)),
  char('Caesar', (t) => caesar(t, 3)),
  char('Atbash', (t) =>
    t.replace(/[A-Za-z]/g, (c) => String.fromCharCode((c < 'a' ? 155 : 219) - c.charCodeAt(0))),
  ),
  char('rot47', (t) => t.replace(/[!-~]/g, (c) => String.fromCharCode(33 + ((c.charCodeAt(0) + 14) % 94)))),
  block('rot13 of the whole text', (t) => caesar(t, 13)),
  block('rot47 of the whole text', (t) =>
    t.replace(/[!-~]/g, (c) => String.fromCharCode(33 + ((c.charCodeAt(0) + 14) % 94))),
  ),
  char('backwards', reversed),
  block('the whole text backwards', reversed),
  char('Morse', alphabets.morse),
  // Digits.
  char('digits of Devanagari', (t) => t.replace(/\d/g, (c) => String.fromCharCode(0x966 + Number(c))), {
    only: 'numeric',
  }),
  char('digits of Thai', (t) => t.replace(/\d/g, (c) => String.fromCharCode(0xe50 + Number(c))), {
    only: 'numeric',
  }),
  char('keycaps', (t) => t.replace(/\d/g, (c) => `${c}\ufe0f\u20e3`), { only: 'numeric' }),
  char('digits in brackets', (t) => t.replace(/\d/g, (c) => `[${c}]`), { only: 'numeric' }),
  char('digits with commas', (t) => [...t.replace(/\D/g, '')].join(','), { only: 'numeric' }),
  char('digits with slashes', (t) => groups(t.replace(/\D/g, ''), 4, '/'), {
    only: 'numeric',
    byCharacter: false,
    undecoded: true,
  }),
  char('digits with underscores', (t) => groups(t.replace(/\D/g, ''), 4, '_'), {
    only: 'numeric',
    byCharacter: false,
  }),
  char('digits with middle dots', (t) => groups(t.replace(/\D/g, ''), 4, '·'), {
    only: 'numeric',
    byCharacter: false,
  }),
]
