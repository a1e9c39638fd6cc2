import { expect, test } from 'vitest'
import type { BoardVariable } from './board-file.ts'
import { interpolate } from './interpolate.ts'

const VARIABLES: BoardVariable[] = [
  { name: 'route', type: 'query', allValue: '.*' },
  { name: 'span_bytes', type: 'textbox', current: { value: '800' } },
]
const SPAN = { rangeSeconds: 3600, stepSeconds: 15, scrapeSeconds: 10 }

test.each([
  ['all when nothing is chosen', {}, 'x{route=~".*"}'],
  ['all when an empty list is chosen', { route: [] }, 'x{route=~".*"}'],
  ['the one that is chosen', { route: ['/'] }, 'x{route=~"/"}'],
  ['the ones that are chosen', { route: ['/', '/admin'] }, 'x{route=~"(/|/admin)"}'],
  ['no pattern of a value', { route: '/events/[id]' }, String.raw`x{route=~"/events/\\[id\\]"}`],
  ['no end of the string of a value', { route: '"} or y{z="' }, String.raw`x{route=~"\"\\} or y\\{z=\""}`],
])('a variable becomes %s', (_, choices, expected) => {
  expect(interpolate('x{route=~"$route"}', VARIABLES, choices, SPAN)).toBe(expected)
})

test('what is typed in stands as it is, its default included', () => {
  expect(interpolate('x * $span_bytes', VARIABLES, {}, SPAN)).toBe('x * 800')
  expect(interpolate(`x * \${span_bytes}`, VARIABLES, { span_bytes: '900' }, SPAN)).toBe('x * 900')
})

test('a rate interval holds four points of the slowest sender, or one step and a point', () => {
  expect(interpolate('$__rate_interval $__range $__interval', VARIABLES, {}, SPAN)).toBe('40s 3600s 15s')
  expect(interpolate('$__rate_interval', VARIABLES, {}, { ...SPAN, stepSeconds: 60 })).toBe('70s')
})

test('what label_replace refers to is no variable', () => {
  const expr = 'label_replace(x, "answer", "HTTP $1", "status", "(.+)")'
  expect(interpolate(expr, VARIABLES, {}, SPAN)).toBe(expr)
})

test('a variable that the board does not have is named', () => {
  expect(() => interpolate('x{a=~"$tenant"}', VARIABLES, {}, SPAN)).toThrow('no variable "tenant"')
})
