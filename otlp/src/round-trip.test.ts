import { describe, expect, test } from 'vitest'
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodeLogs,
  encodeMetrics,
  encodeTraces,
  flattenMetrics,
  flattenSpans,
} from './index.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

describe('traces', () => {
  const request = {
    resourceSpans: [
      {
        schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'ticketcap' } }] },
        scopeSpans: [
          {
            scope: {
              name: 'next.js',
              version: '1',
              attributes: [{ key: 'kept', value: { boolValue: true } }],
            },
            spans: [
              {
                traceId: TRACE,
                spanId: SPAN,
                parentSpanId: '00f067aa0ba902b7',
                traceState: 'ot=th:8',
                flags: 0x101,
                name: 'POST /api/orders',
                kind: 2,
                startTimeUnixNano: 1_700_000_000_123_456_789n,
                endTimeUnixNano: '1700000000125456789',
                attributes: [
                  { key: 'int64', value: { intValue: 9_223_372_036_854_775_807n } },
                  { key: 'small', value: { intValue: -3 } },
                  { key: 'bytes', value: { bytesValue: new Uint8Array([0, 255]) } },
                  {
                    key: 'nested',
                    value: {
                      kvlistValue: {
                        values: [
                          {
                            key: 'list',
                            value: {
                              arrayValue: { values: [{ doubleValue: 0.5 }, { stringValue: 'שלום' }] },
                            },
                          },
                          { key: 'empty', value: { stringValue: '' } },
                        ],
                      },
                    },
                  },
                ],
                events: [{ name: 'exception', timeUnixNano: 1n, attributes: [] }],
                links: [{ traceId: TRACE, spanId: SPAN, traceState: 'a=b', flags: 1 }],
                status: { code: 2, message: 'declined' },
              },
            ],
          },
        ],
      },
    ],
  }

  test('come back from protobuf unchanged', () => {
    const [span] = flattenSpans(decodeTraces(encodeTraces(request)))
    expect(span).toMatchObject({
      traceId: TRACE,
      spanId: SPAN,
      parentSpanId: '00f067aa0ba902b7',
      traceState: 'ot=th:8',
      flags: 0x101,
      kind: 'SERVER',
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      durationMs: 2,
      status: { code: 'ERROR', message: 'declined' },
      attributes: {
        int64: 9_223_372_036_854_775_807n,
        small: -3,
        bytes: new Uint8Array([0, 255]),
        nested: { list: [0.5, 'שלום'], empty: '' },
      },
      events: [{ name: 'exception', timeUnixNano: 1n }],
      links: [{ traceId: TRACE, spanId: SPAN, traceState: 'a=b', flags: 1 }],
      resource: { 'service.name': 'ticketcap' },
      scope: { name: 'next.js', version: '1', attributes: { kept: true } },
      schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
    })
  })

  test('read the same from JSON as from protobuf', () => {
    const decoded = decodeTraces(encodeTraces(request))
    const json = JSON.stringify(decoded, (_, value) => {
      if (typeof value === 'bigint') return value.toString()
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
    })
    expect(decodeTraces(Buffer.from(json), 'application/json; charset=utf-8')).toEqual(decoded)
  })

  test('decode an empty body as an empty request', () => {
    expect(decodeTraces(new Uint8Array())).toEqual({ resourceSpans: [] })
  })
})

describe('metrics', () => {
  const exemplar = { traceId: TRACE, spanId: SPAN, asDouble: 0.2, timeUnixNano: 5n }
  const request = {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'orders',
                unit: '{order}',
                sum: {
                  isMonotonic: true,
                  aggregationTemporality: 2,
                  dataPoints: [{ asInt: 0n }, { asInt: 7 }],
                },
              },
              {
                name: 'duration',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    { count: 3n, sum: 0, bucketCounts: [1n, 2n], explicitBounds: [2], exemplars: [exemplar] },
                  ],
                },
              },
              {
                name: 'exponential',
                exponentialHistogram: {
                  dataPoints: [{ count: 1, scale: -2, positive: { offset: -1, bucketCounts: [1] } }],
                },
              },
              { name: 'bare', gauge: { dataPoints: [{ asDouble: 0 }] } },
            ],
          },
        ],
      },
    ],
  }

  test('come back from protobuf unchanged', () => {
    const decoded = decodeMetrics(encodeMetrics(request))
    const points = flattenMetrics(decoded)
    expect(points.map(({ metric, kind, value }) => [metric, kind, value])).toEqual([
      ['orders', 'sum', 0],
      ['orders', 'sum', 7],
      ['duration', 'histogram', undefined],
      ['exponential', 'exponentialHistogram', undefined],
      ['bare', 'gauge', 0],
    ])
    expect(points[0]).toMatchObject({ unit: '{order}', temporality: 'CUMULATIVE', isMonotonic: true })
    expect(points[2]).toMatchObject({
      temporality: 'DELTA',
      count: 3,
      sum: 0,
      bucketCounts: [1, 2],
      bounds: [2],
      exemplars: [{ traceId: TRACE, spanId: SPAN, value: 0.2, timeUnixNano: 5n }],
    })
    const exponential = decoded.resourceMetrics[0]?.scopeMetrics[0]?.metrics[2]?.exponentialHistogram
    expect(exponential?.dataPoints[0]).toMatchObject({
      scale: -2,
      positive: { offset: -1, bucketCounts: [1n] },
    })
    expect(exponential?.dataPoints[0]?.sum).toBeUndefined()
  })

  test('write repeated numbers packed, as proto3 does', () => {
    const bytes = encodeMetrics({
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ histogram: { dataPoints: [{ explicitBounds: [1, 2] }] } }] }] },
      ],
    })
    // Field 7, wire type 2 (length-delimited), 16 bytes.
    expect(Buffer.from(bytes).toString('hex')).toContain('3a10')
  })
})

test('logs come back from protobuf unchanged', () => {
  const request = {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: 9n,
                severityNumber: 17,
                body: { stringValue: 'oops' },
                traceId: TRACE,
                spanId: SPAN,
                eventName: 'e',
              },
            ],
          },
        ],
      },
    ],
  }
  const record = decodeLogs(encodeLogs(request)).resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
  expect(record).toMatchObject({
    timeUnixNano: 9n,
    severityNumber: 17,
    body: { stringValue: 'oops' },
    traceId: TRACE,
    spanId: SPAN,
    eventName: 'e',
  })
})
