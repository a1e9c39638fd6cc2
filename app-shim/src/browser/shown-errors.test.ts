import { beforeEach, expect, it } from 'vitest'
import { type ShownError, shownErrors } from './shown-errors.ts'

let reported: Error[]
let rest: () => void
let referenceOf: (error: ShownError) => string

beforeEach(() => {
  reported = []
  const traces = Array.from({ length: 9 }, (_, index) => `trace-${index + 1}`)
  referenceOf = shownErrors(
    () => traces.shift() ?? '',
    (error) => reported.push(error),
    (work) => {
      rest = work
    },
  )
})

it('reports an error once and always gives the same reference', () => {
  const error = new Error('no seat')
  expect([referenceOf(error), referenceOf(error)]).toEqual(['trace-1', 'trace-1'])
  rest()
  referenceOf(error)
  expect(reported).toEqual([error])
})

it('reports the last of those that a drawing and its repetition threw', () => {
  const [first, second] = [new Error('no seat'), new Error('no seat')]
  referenceOf(first)
  referenceOf(second)
  rest()
  expect(reported).toHaveLength(1)
  expect(reported[0]).toBe(second)
})

it('reports errors that differ, and one that comes again later', () => {
  referenceOf(new Error('no seat'))
  referenceOf(new Error('no row'))
  rest()
  referenceOf(new Error('no seat'))
  rest()
  expect(reported.map((error) => error.message)).toEqual(['no seat', 'no row', 'no seat'])
})

it('reports nothing that the server has reported', () => {
  expect(referenceOf(Object.assign(new Error('hidden'), { digest: '42' }))).toBe('trace-1')
  expect(reported).toEqual([])
})
