import { ENCODINGS, type Encoding } from './encodings.ts'
import { KINDS, type Kind } from './kinds.ts'
import { PLACES, type Place } from './places.ts'
import { seededRandom } from './random.ts'

/** What a case needs to know about a place. */
export interface AnyPlace {
  readonly name: string
  /** The text gets a key. */
  readonly keyed: boolean
}

/** One planted value. */
export interface Case<P extends AnyPlace = Place> {
  readonly id: number
  readonly kind: Kind
  readonly encoding: Encoding
  readonly place: P
  /** The value as a person would read it. */
  readonly value: string
  /** The text it was planted in, as it is sent. */
  readonly text: string
  /** What the encoding wrote: the value, or the text with it. */
  readonly written: string
  readonly key: string
}

/** Values a cell of kind and encoding, and of kind and place, gets. */
const PER_ENCODING = 4
const PER_PLACE = 3

/** The corpus of a seed: every kind in every encoding, and every kind in every place. */
export function makeCases(seed: number): Case[] {
  return makeCasesFor(seed, PLACES)
}

/** The same over other places. */
export function makeCasesFor<P extends AnyPlace>(seed: number, places: readonly P[]): Case<P>[] {
  const random = seededRandom(seed)
  const cases: Case<P>[] = []
  function plant(kind: Kind, encoding: Encoding, place: P): void {
    const value = kind.value(random)
    const byKey = place.keyed && random.below(3) === 0
    if (kind.onlyByKey && !place.keyed) return
    const key = byKey || kind.onlyByKey ? random.pick(kind.keys) : 'message'
    // Under a key that says what it is, the value stands alone; elsewhere in a text that does.
    const alone = kind.onlyByKey || (key !== 'message' && !kind.inStatements)
    const template = alone ? '%' : random.pick(kind.texts)
    const planted = fill(value, encoding, template)
    if (planted) cases.push({ id: cases.length, kind, encoding, place, key, ...planted })
  }
  for (const kind of KINDS) {
    for (const encoding of ENCODINGS) {
      if (encoding.only === 'numeric' && !kind.numeric) continue
      if (encoding.only === 'at' && !kind.name.startsWith('email')) continue
      for (let i = 0; i < PER_ENCODING; i++) plant(kind, encoding, random.pick(places))
    }
    for (const place of places)
      for (let i = 0; i < PER_PLACE; i++) plant(kind, ENCODINGS[0] as Encoding, place)
  }
  return cases
}

/** Puts a value into a text, `%` stands for it, and writes it in an encoding; undefined when that is not for such long texts. */
export function fill(
  value: string,
  encoding: Encoding,
  template: string,
): Pick<Case, 'value' | 'text' | 'written'> | undefined {
  if (encoding.on === 'value') {
    const written = encoding.encode(value)
    return { value, written, text: template.replace('%', () => written) }
  }
  const plain = template.replace('%', () => value)
  if (encoding.short && plain.length > 60) return undefined
  const written = encoding.encode(plain)
  return { value, written, text: written }
}
