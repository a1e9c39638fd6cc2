import { describe, expect, test } from 'vitest'
import { parseExposition } from './exposition.ts'

const page = parseExposition(`# HELP spans_total Spans.
# TYPE spans_total counter
spans_total{receiver="otlp",transport="http"} 3
spans_total{receiver="otlp",transport="grpc"} 4 1790000000000
spans_total{receiver="sentry",transport="http"} 1e+03
odd{path="a \\"b\\", c",line="1\\n2"} +Inf
up 1
`)

describe('a metrics page', () => {
  test('adds up the samples that carry the labels', () => {
    expect(page.sum('spans_total', { receiver: 'otlp' })).toBe(7)
    expect(page.sum('spans_total')).toBe(1007)
  })

  test('gives 0 for a name or label that is not there', () => {
    expect(page.sum('spans')).toBe(0)
    expect(page.sum('spans_total', { receiver: 'zipkin' })).toBe(0)
    expect(page.has('spans_total', { receiver: 'zipkin' })).toBe(false)
    expect(page.has('up')).toBe(true)
  })

  test('splits by a label', () => {
    expect([...page.by('transport', 'spans_total', { receiver: 'otlp' })]).toEqual([
      ['http', 3],
      ['grpc', 4],
    ])
  })

  test('reads escaped quotes, commas and line breaks inside a label', () => {
    expect(page.by('path', 'odd').get('a "b", c')).toBe(Number.POSITIVE_INFINITY)
    expect(page.has('odd', { line: '1\n2' })).toBe(true)
  })

  test('refuses what is no metrics page, and shows the line', () => {
    expect(() => parseExposition('<html>busy</html>')).toThrow('no line of a metrics page: <html>busy</html>')
  })
})
