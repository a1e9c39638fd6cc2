import { type Case, fill } from '../cases.ts'
import type { Encoding } from '../encodings.ts'
import { KINDS, type Kind } from '../kinds.ts'
import { PLACES, type Place } from '../places.ts'
import { seededRandom } from '../random.ts'
import { HELD_OUT_ENCODINGS } from './encodings.ts'
import { HELD_OUT_FORMS } from './forms.ts'
import { SPLIT_PLACES } from './places.ts'
import { WRAPPERS } from './wrappers.ts'

const PLAIN: Encoding = { name: 'plain', encode: (text) => text }
const FORMS_EACH = 6
const SPLIT_EACH = 3

/** Kinds that are recognised wherever they stand: a wrapper must not hide them. */
const ANYWHERE = KINDS.filter(({ texts }) => texts.includes('user % failed'))

/** Values, encodings and syntax that nobody tuned the scrubber for, of a seed. */
export function makeHeldOutCases(seed: number): Case[] {
  const random = seededRandom(seed)
  const cases: Case[] = []
  function plant(kind: Kind, encoding: Encoding, place: Place, template: string): void {
    const planted = fill(kind.value(random), encoding, template)
    if (planted) cases.push({ id: cases.length, kind, encoding, place, key: 'message', ...planted })
  }
  // Span names become labels and are cut elsewhere: attributes, bodies and messages carry such texts in practice.
  const place = () => random.pick(PLACES)
  for (const encoding of HELD_OUT_ENCODINGS) {
    for (const kind of KINDS) {
      if (!kind.promised || kind.onlyByKey || kind.inStatements) continue
      if (encoding.only && !fits(kind, encoding.only)) continue
      plant(kind, encoding, place(), random.pick(kind.texts))
    }
  }
  for (const form of HELD_OUT_FORMS)
    for (let i = 0; i < FORMS_EACH; i++) plant(form, PLAIN, place(), random.pick(form.texts))
  for (const [name, template] of Object.entries(WRAPPERS))
    for (const kind of ANYWHERE) plant(kind, { ...PLAIN, name: `in: ${name}` }, place(), template)
  for (const split of SPLIT_PLACES)
    for (const kind of ANYWHERE) {
      if (split.name.endsWith('@') && !kind.name.startsWith('email')) continue
      for (let i = 0; i < SPLIT_EACH; i++) {
        const value = kind.value(random)
        // Half of a short value is no six characters: the second half itself is looked for.
        const written = value.slice(Math.ceil(value.length / 2))
        const encoding = { ...PLAIN, name: `cut: ${split.name}`, undecoded: true }
        cases.push({
          id: cases.length,
          kind,
          encoding,
          place: split,
          key: 'message',
          value,
          text: value,
          written,
        })
      }
    }
  return cases
}

function fits(kind: Kind, only: NonNullable<Encoding['only']>): boolean {
  const numeric = kind.numeric === true
  const mail = kind.name.startsWith('email')
  return { numeric, at: mail, caseless: numeric || mail }[only]
}
