import { type Place, spanOf } from '../places.ts'
import type { Plant } from '../places-parts.ts'
import { pair, text } from '../places-parts.ts'

const place = (name: string, build: (plant: Plant) => ReturnType<typeof spanOf>): Place => ({
  signal: 'traces',
  name,
  keyed: false,
  build,
})
const list = (...values: string[]) => ({ arrayValue: { values: values.map(text) } })
const halves = (plant: Plant, at = Math.ceil(plant.text.length / 2)): [string, string] => [
  plant.text.slice(0, at),
  plant.text.slice(at),
]

/** One value cut in two and kept apart: a reader of the whole span sees it all the same. */
export const SPLIT_PLACES: readonly Place[] = [
  place('two elements of a list', (p) => spanOf(p, { attributes: [pair('note', list(...halves(p)))] })),
  place('characters in a list', (p) => spanOf(p, { attributes: [pair('note', list(...p.text))] })),
  place('two attributes with a number', (p) => {
    const [first, second] = halves(p)
    return spanOf(p, { attributes: [pair('note.1', text(first)), pair('note.2', text(second))] })
  }),
  place('two attributes, part one and two', (p) => {
    const [first, second] = halves(p)
    return spanOf(p, { attributes: [pair('note_part_a', text(first)), pair('note_part_b', text(second))] })
  }),
  place('two attributes at the @', (p) => {
    const [first, second] = halves(p, p.text.indexOf('@'))
    return spanOf(p, { attributes: [pair('note.local', text(first)), pair('note.domain', text(second))] })
  }),
]
