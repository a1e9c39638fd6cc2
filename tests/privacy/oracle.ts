import { createHash } from 'node:crypto'
import type { Encoding } from './encodings.ts'

/** Shortest part of a value that counts as a leak. */
const RUN = 6
/** Digits in a row that are no accident. Fewer are found in some id, time or byte count of every run. */
const RUN_OF_DIGITS = 9
/** Characters between two digits of one number. */
const SEPARATORS = 4

/** A digit behind a text in protobuf that is the tag of the next field: a control character, its value, follows ("0" of a span's kind). */
const TAG = '[0-9][\\0-\\x08\\x0b\\x0c\\x0e-\\x1f]'
const TAG_STARTS = new RegExp(`^${TAG}`)

/** What came out, in every reading in which a planted value is looked for; lower case. */
export interface Readings {
  readonly text: string
  /** The same without anything but digits and line breaks. */
  readonly digits: string
}

/** Undoes in what came out whatever an attacker could undo, two layers deep. */
export function readingsOf(output: string | Buffer): Readings {
  const readings = new Set<string>(typeof output === 'string' ? [output] : texts(output))
  for (const decode of [
    percent,
    percent,
    (text: string) => text.replaceAll('+', ' '),
    escapes,
    entities,
    quotedPrintable,
    invisible,
    characters,
    hexDump,
    codePoints,
    numberLists,
  ]) {
    for (const known of [...readings]) readings.add(decode(known))
  }
  for (const known of [...readings]) for (const text of tokens(known)) readings.add(text)
  const text = [...readings].join('\n').toLowerCase()
  return { text, digits: text.replace(/[^0-9\n]/g, '') }
}

/** What bytes say in UTF-8, and in UTF-16 from an even and from an odd place on, if they hold any. */
function texts(bytes: Buffer): string[] {
  const text = bytes.toString('utf8')
  if (!text.includes('\0')) return [text]
  const shifted = Buffer.from(bytes.subarray(1)) // a copy: Node.js corrupts its heap on some that start at an odd address
  return [text, bytes.toString('utf16le'), shifted.toString('utf16le')]
}

/**
 * Looks for `value` in the readings: any run of six characters of it, its digits without separators, and its
 * digests. Returns what was found, undefined when nothing was.
 */
export function leakOf(value: string, { text, digits }: Readings): string | undefined {
  const folded = value.toLowerCase()
  const parts = folded.length <= RUN ? [folded] : runs(folded, RUN)
  const part = parts.find((run) => (isNumber(run) ? holdsNumber(text, folded, run) : text.includes(run)))
  if (part) return part
  const number = value.replace(/\D/g, '')
  if (number.length >= 8 && number.length * 2 > value.length && digits.includes(number)) {
    const apart = [...number].join(`\\D{0,${SEPARATORS}}`)
    if (new RegExp(`(?<!\\d)${apart}(?!(?!${TAG})\\d)`).test(text)) return number
  }
  for (const algorithm of ['md5', 'sha1', 'sha256']) {
    for (const form of [value, folded]) {
      if (text.includes(createHash(algorithm).update(form).digest('hex'))) return algorithm
    }
  }
  return undefined
}

/** What the oracle has to know of a planted value. */
interface Planted {
  readonly encoding: Encoding
  readonly value: string
  readonly written: string
}

/** Looks for a planted value in what came out, in every way in which its encoding may show it; undefined when nothing is left. */
export function leakOfCase({ encoding, value, written }: Planted, output: Buffer): string | undefined {
  const leak = leakOf(value, readingsOf(output))
  if (leak !== undefined) return leak
  const text = texts(output).join('\n').replaceAll('\0', '')
  if (encoding.undecoded) return writtenLeakOf(written, text)
  return encoding.byCharacter ? encodedLeakOf(value, encoding.encode, text) : undefined
}

/** Looks for the written form of a value, for encodings that readingsOf does not undo: twenty characters of it in a row. */
function writtenLeakOf(written: string, output: string): string | undefined {
  const lines = written.split('\n').filter((line) => line.length > 4)
  return lines.find((line) => {
    if (line.length <= 20) return output.includes(line)
    for (let at = 0; at + 20 <= line.length; at++) if (output.includes(line.slice(at, at + 20))) return true
    return false
  })
}

/** Looks for six characters of the value in a row, as an encoding that writes one character after the other writes them. */
function encodedLeakOf(value: string, encode: (text: string) => string, output: string): string | undefined {
  return runs(value, RUN)
    .map(encode)
    .find((run) => output.includes(run))
}

/** Whether a value that is a number stands in a text as one: by itself, not as a part of a longer number. */
export function holdsWhole(text: string, value: string): boolean {
  return isNumber(value) ? new RegExp(`(?<!\\d)${value}(?!\\d)`).test(text) : text.includes(value)
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

/** Whether some digits of a value stand in a text: by themselves, or with so many of their neighbours that it is no accident. */
function holdsNumber(text: string, value: string, run: string): boolean {
  const place = value.indexOf(run)
  for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) {
    let [before, behind] = [0, 0]
    while (before < place && text[at - before - 1] === value[place - before - 1]) before++
    const rest = value.length - place - run.length
    while (behind < rest && text[at + run.length + behind] === value[place + run.length + behind]) behind++
    if (before + run.length + behind >= RUN_OF_DIGITS) return true
    const end = at + run.length + behind
    const around = [
      text[at - before - 1] ?? '',
      TAG_STARTS.test(text.slice(end, end + 2)) ? '' : (text[end] ?? ''),
    ]
    if (!around.some((character) => /[0-9a-f]/.test(character))) return true
  }
  return false
}

function runs(text: string, length: number): string[] {
  const characters = [...text]
  const all = characters
    .slice(0, characters.length - length + 1)
    .map((_, i) => characters.slice(i, i + length).join(''))
  return all.filter((run) => new Set(run).size > 1)
}

function percent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

function escapes(text: string): string {
  const codes = text.replace(/\\+u([0-9a-f]{4})/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return codes
    .replace(/\\+u\{([0-9a-f]{1,5})\}/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/(?:\\x[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'))
    .replace(/(?:\\[0-7]{3})+/g, (run) =>
      Buffer.from(
        run
          .slice(1)
          .split('\\')
          .map((o) => Number.parseInt(o, 8)),
      ).toString('utf8'),
    )
    .replace(/\\(["\\/])/g, '$1')
}

function entities(text: string): string {
  const decimal = text.replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code) % 0x10ffff))
  return decimal.replace(/&#x([0-9a-f]{1,5});/gi, (_, code) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  )
}

function quotedPrintable(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
}

function invisible(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{Mn}\0]/gu, '')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** Joins what stands in a list of single characters, as JSON or as protobuf, whose tags and lengths are control characters. */
function characters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
  return text.replace(/\\?","|\\?", ?"|\n[\x01-\x1f]\n[\x01-\x04]/g, '')
}

function hexDump(text: string): string {
  return text.replace(/(?:[0-9a-f]{8} {2}(?:[0-9a-f]{2} ){1,16} *\|[^\n]*\n?)+/g, (dump) => {
    const lines = dump.split('\n').map((line) => line.slice(10, 58).replaceAll(' ', ''))
    return Buffer.from(lines.join(''), 'hex').toString('utf8')
  })
}

function codePoints(text: string): string {
  return text.replace(/U\+([0-9a-f]{4,6})(?: (?=U\+))?/gi, (_, code) =>
    String.fromCodePoint(Number.parseInt(code, 16) % 0x110000),
  )
}

function numberLists(text: string): string {
  return text.replace(/(?:\d{1,3}, ?){6,}\d{1,3}/g, (list) =>
    Buffer.from(list.split(',').map(Number)).toString('utf8'),
  )
}

function* tokens(text: string): Generator<string> {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)) {
    for (let shift = 0; shift < 4; shift++) {
      const decoded = Buffer.from(run.slice(shift), 'base64')
      yield decoded.toString('utf8')
      yield decoded.toString('utf16le')
    }
  }
  for (const [run] of text.matchAll(/(?:[0-9a-f][: ]?){14,}/gi)) {
    const digits = run.replace(/[: ]/g, '')
    yield Buffer.from(digits, 'hex').toString('utf8')
    yield Buffer.from(digits.slice(1), 'hex').toString('utf8')
  }
}
