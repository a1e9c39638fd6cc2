import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { base32, base36, base45, base58, bech32, hexDump, uuencode, zBase32 } from './alphabets.ts'

/** A way to write a text that some reader undoes. */
export interface Encoding {
  readonly name: string
  readonly encode: (text: string) => string
  /** What it is applied to: the whole text (default), or the value alone inside the plain text. */
  readonly on?: 'value'
  /** The oracle has no decoder for it: what counts is that the written text itself is gone. */
  readonly undecoded?: boolean
  /** The encoding of a part of the value is a part of the encoding of the whole: the oracle looks for six characters of it. */
  readonly byCharacter?: boolean
  /** Only for texts of up to 60 characters. */
  readonly short?: boolean
  /** Only for kinds of digits, only for values with an @, or only for those two, which mean the same in small letters. */
  readonly only?: 'numeric' | 'at' | 'caseless'
}

const bytes = (text: string) => [...Buffer.from(text)]
const each = (text: string, write: (code: number) => string) =>
  [...text].map((c) => write(c.codePointAt(0) ?? 0)).join('')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const groups = (text: string, width: number, mark: string) =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(mark)
const hex = (value: number, width = 2) => value.toString(16).padStart(width, '0')
const between = (text: string, mark: string) => [...text].join(mark)
const units = (text: string, write: (unit: number) => string) =>
  text
    .split('')
    .map((c) => write(c.charCodeAt(0)))
    .join('')

/** Every encoding that is promised to be read. */
export const ENCODINGS: readonly Encoding[] = [
  { name: 'plain', encode: (t) => t },
  { name: 'percent', encode: (t) => encodeURIComponent(t) },
  { name: 'percent twice', encode: (t) => encodeURIComponent(encodeURIComponent(t)) },
  {
    name: 'percent, every byte',
    encode: (t) =>
      bytes(t)
        .map((b) => `%${hex(b)}`)
        .join(''),
  },
  { name: 'form', encode: (t) => new URLSearchParams({ q: t }).toString() },
  { name: 'base64', encode: (t) => Buffer.from(t).toString('base64') },
  { name: 'base64url', encode: (t) => Buffer.from(t).toString('base64url') },
  { name: 'base64 shifted by one', encode: (t) => Buffer.from(` ${t}`).toString('base64') },
  { name: 'base64 shifted by two', encode: (t) => Buffer.from(`: ${t}`).toString('base64url') },
  {
    name: 'base64 twice',
    encode: (t) => Buffer.from(Buffer.from(t).toString('base64')).toString('base64'),
    undecoded: true,
  },
  {
    name: 'base64 in lines',
    encode: (t) =>
      (
        Buffer.from(`${'a quiet sentence before it. '.repeat(3)}${t}`)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\r\n'),
  },
  { name: 'gzip in base64', encode: (t) => gzipSync(t).toString('base64'), undecoded: true },
  { name: 'deflate in base64', encode: (t) => deflateRawSync(t).toString('base64'), undecoded: true },
  { name: 'UTF-16 in base64', encode: (t) => Buffer.from(t, 'utf16le').toString('base64'), undecoded: true },
  {
    name: 'token payload',
    encode: (t) => `h4d.${Buffer.from(JSON.stringify({ sub: 'a', msg: t })).toString('base64url')}.s1g`,
  },
  { name: 'hex', encode: (t) => Buffer.from(t).toString('hex') },
  { name: 'HEX', encode: (t) => Buffer.from(t).toString('hex').toUpperCase() },
  {
    name: 'hex with colons',
    encode: (t) =>
      bytes(t)
        .map((b) => hex(b))
        .join(':'),
  },
  { name: 'buffer as numbers', encode: (t) => JSON.stringify(Buffer.from(t)) },
  { name: 'base64 in groups', encode: (t) => groups(base64(t), 4, ' '), undecoded: true },
  { name: 'base64 in short lines', encode: (t) => groups(base64(t), 20, '\n'), undecoded: true },
  { name: 'base64 as a data URL', encode: (t) => `data:text/plain;base64,${base64(t)}` },
  {
    name: 'base64 in JSON in base64',
    encode: (t) => base64(JSON.stringify({ body: base64(t) })),
    undecoded: true,
  },
  { name: 'base64 in hex', encode: (t) => Buffer.from(base64(t)).toString('hex'), undecoded: true },
  { name: 'zlib in base64', encode: (t) => deflateSync(t).toString('base64'), undecoded: true },
  { name: 'gzip in hex', encode: (t) => gzipSync(t).toString('hex'), undecoded: true },
  { name: 'base32', encode: (t) => base32(t), undecoded: true },
  { name: 'base32 in small letters', encode: (t) => base32(t).toLowerCase(), undecoded: true },
  { name: 'z-base-32', encode: zBase32, undecoded: true },
  { name: 'bech32', encode: bech32, undecoded: true },
  { name: 'base36', encode: base36, undecoded: true, short: true },
  { name: 'base45', encode: base45, undecoded: true },
  { name: 'base58', encode: base58, undecoded: true, short: true },
  { name: 'base64 from its end', encode: (t) => [...base64(t)].reverse().join(''), undecoded: true },
  { name: 'hex in groups', encode: (t) => groups(Buffer.from(t).toString('hex'), 4, ' '), undecoded: true },
  { name: 'uuencode', encode: uuencode, undecoded: true },
  { name: 'hex dump', encode: hexDump },
  {
    name: 'hex numbers',
    encode: (t) =>
      bytes(t)
        .map((b) => `0x${hex(b)}`)
        .join(', '),
    undecoded: true,
  },
  {
    name: 'code points',
    encode: (t) => [...t].map((c) => `U+${hex(c.codePointAt(0) ?? 0, 4)}`).join(' '),
  },
  { name: 'JavaScript escapes', encode: (t) => each(t, (c) => `\\u{${hex(c)}}`) },
  { name: 'single characters', encode: (t) => JSON.stringify([...t]) },
  { name: 'JSON in JSON in JSON', encode: (t) => JSON.stringify(JSON.stringify(JSON.stringify({ msg: t }))) },
  { name: 'JSON escapes', encode: (t) => units(t, (u) => `\\u${hex(u, 4)}`) },
  { name: 'JSON escapes twice', encode: (t) => units(t, (u) => `\\\\u${hex(u, 4)}`) },
  { name: 'JSON in JSON', encode: (t) => JSON.stringify({ body: JSON.stringify({ msg: t }) }) },
  { name: 'HTML decimal', encode: (t) => each(t, (c) => `&#${c};`) },
  { name: 'HTML hexadecimal', encode: (t) => each(t, (c) => `&#x${hex(c)};`) },
  {
    name: 'quoted-printable',
    encode: (t) =>
      bytes(t)
        .map((b) => `=${hex(b).toUpperCase()}`)
        .join(''),
  },
  {
    name: 'backslash x',
    encode: (t) =>
      bytes(t)
        .map((b) => `\\x${hex(b)}`)
        .join(''),
  },
  {
    name: 'octal',
    encode: (t) =>
      bytes(t)
        .map((b) => `\\${b.toString(8).padStart(3, '0')}`)
        .join(''),
  },
  {
    name: 'full width',
    encode: (t) => t.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    on: 'value',
  },
  {
    name: 'Arabic digits',
    encode: (t) => t.replace(/\d/g, (c) => String.fromCharCode(0x660 + Number(c))),
    on: 'value',
    only: 'numeric',
  },
  {
    name: 'Persian digits',
    encode: (t) => t.replace(/\d/g, (c) => String.fromCharCode(0x6f0 + Number(c))),
    on: 'value',
    only: 'numeric',
  },
  {
    name: 'mathematical letters',
    encode: (t) =>
      t
        .replace(/[a-z]/g, (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97))
        .replace(/[A-Z]/g, (c) => String.fromCodePoint(0x1d400 + c.charCodeAt(0) - 65)),
    on: 'value',
  },
  { name: 'zero width', encode: (t) => between(t, '\u200b'), on: 'value' },
  { name: 'soft hyphens', encode: (t) => between(t, '\u00ad'), on: 'value' },
  { name: 'bidirectional marks', encode: (t) => `\u2066${t}\u2069`, on: 'value' },
  { name: 'combining marks', encode: (t) => between(t, '\u0301'), on: 'value' },
  { name: 'look-alike @', encode: (t) => t.replace('@', '＠'), on: 'value', only: 'at' },
  {
    name: 'line break inside',
    encode: (t) => `${t.slice(0, t.length / 2)}\n${t.slice(t.length / 2)}`,
    on: 'value',
    only: 'at',
  },
]
