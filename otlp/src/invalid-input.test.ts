import { expect, test } from 'vitest'
import { attributesToRecord, decodeTraces, encodeTraces, OtlpDecodeError } from './index.ts'

const span = (fields: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [fields] }] }] })
const PLACE = 'ExportTraceServiceRequest.resourceSpans[0].scopeSpans[0].spans[0]'

function failure(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('did not throw')
}

test('names the content types it reads', () => {
  const error = failure(() => decodeTraces(new Uint8Array(), 'text/plain'))
  expect(error).toBeInstanceOf(OtlpDecodeError)
  expect(error.message).toBe(
    'content-type: found "text/plain". OTLP over HTTP is application/x-protobuf or application/json.',
  )
})

test('refuses bytes that are not protobuf', () => {
  expect(failure(() => decodeTraces(Buffer.from('{"not":"protobuf"}'))).message).toMatch(
    /^ExportTraceServiceRequest: 18 bytes are not a protobuf message/,
  )
})

test('refuses text that is not JSON without quoting it', () => {
  const error = failure(() => decodeTraces('{"card": 4111'))
  expect(error.message).toBe(
    'ExportTraceServiceRequest: 13 characters are not JSON. Send one complete JSON object.',
  )
})

test.each([
  [
    { traceId: 'q83vASNFZ4mrze8BI0VniQ==' },
    `${PLACE}.traceId: found a string of 24 characters. An id is 32 hexadecimal digits (not base64).`,
  ],
  [
    { startTimeUnixNano: 'soon' },
    `${PLACE}.startTimeUnixNano: found a string of 4 characters. A 64-bit integer is a decimal string (or a whole number).`,
  ],
  [{ attributes: {} }, `${PLACE}.attributes: found an object. This field is a JSON list.`],
  [{ name: 7 }, `${PLACE}.name: found a number. Expected a string.`],
  [{ status: [] }, `${PLACE}.status: found a list of 0. A Status is a JSON object.`],
])('says where JSON does not fit: %j', (fields, message) => {
  expect(failure(() => decodeTraces(span(fields))).message).toBe(message)
})

test('reads enum names, upper-case ids and numbers for 64-bit integers, and ignores unknown fields', () => {
  const request = decodeTraces(
    span({
      traceId: '0AF7651916CD43DD8448EB211C80319C',
      kind: 'SPAN_KIND_CLIENT',
      startTimeUnixNano: 12,
      later: 1,
    }),
  )
  expect(request.resourceSpans[0]?.scopeSpans[0]?.spans[0]).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    kind: 3,
    startTimeUnixNano: 12n,
  })
})

test('refuses values nested without end', () => {
  let value: object = { stringValue: 'x' }
  for (let depth = 0; depth < 5000; depth++) value = { arrayValue: { values: [value] } }
  expect(failure(() => decodeTraces(span({ attributes: [{ key: 'k', value }] }))).message).toMatch(
    /nested deeper than 100/,
  )
})

test('keeps a key named __proto__ as data', () => {
  const record = attributesToRecord([{ key: '__proto__', value: { stringValue: 'x' } }])
  expect(Object.keys(record)).toEqual(['__proto__'])
})

test('the encoder names an unknown field and the known ones', () => {
  const wrong = { resourceSpan: [] } as object
  expect(failure(() => encodeTraces(wrong)).message).toBe(
    'ExportTraceServiceRequest.resourceSpan: ExportTraceServiceRequest has no such field. It has: resourceSpans.',
  )
})
