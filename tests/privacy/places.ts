import type { Input, LogsRequest, Metric, MetricsRequest, Span, TracesRequest } from '@ticketcap/otlp'
import { LOG_PLACES } from './log-places.ts'
import { at, keyed, mark, type Plant, pair, text } from './places-parts.ts'

type Spans = Input<TracesRequest['resourceSpans'][number]>
type Metrics = Input<MetricsRequest['resourceMetrics'][number]>
type Logs = Input<LogsRequest['resourceLogs'][number]>

/** Where a text can stand in a signal. */
export type Place =
  | {
      readonly signal: 'traces'
      readonly name: string
      readonly keyed: boolean
      readonly build: (plant: Plant) => Spans
    }
  | {
      readonly signal: 'metrics'
      readonly name: string
      readonly keyed: boolean
      readonly build: (plant: Plant) => Metrics
    }
  | {
      readonly signal: 'logs'
      readonly name: string
      readonly keyed: boolean
      readonly build: (plant: Plant) => Logs
    }

/** Trace id of a case: its number in hexadecimal. */
export function traceIdOf(id: number): string {
  return `c0de${id.toString(16).padStart(28, '0')}`
}

/** A span around a planted text. */
export function spanOf(plant: Plant, over: Partial<Input<Span>>, outer: Partial<Spans> = {}): Spans {
  const span: Input<Span> = {
    traceId: traceIdOf(plant.id),
    spanId: (plant.id + 1).toString(16).padStart(16, '0'),
    name: 'work',
    kind: 1,
    startTimeUnixNano: at,
    endTimeUnixNano: at + 5_000_000n,
    ...over,
  }
  return {
    resource: { attributes: [mark(plant.id)] },
    scopeSpans: [{ scope: { name: 'corpus' }, spans: [span] }],
    ...outer,
  }
}

function metricOf(plant: Plant, over: Partial<Input<Metric>>, outer: Partial<Metrics> = {}): Metrics {
  const metric: Input<Metric> = {
    name: `corpus_${plant.id}`,
    gauge: { dataPoints: [{ timeUnixNano: at, asDouble: 1 }] },
    ...over,
  }
  return {
    resource: { attributes: [mark(plant.id)] },
    scopeMetrics: [{ scope: { name: 'corpus' }, metrics: [metric] }],
    ...outer,
  }
}

const trace = (name: string, isKeyed: boolean, build: (plant: Plant) => Spans): Place => ({
  signal: 'traces',
  name,
  keyed: isKeyed,
  build,
})
const metric = (name: string, isKeyed: boolean, build: (plant: Plant) => Metrics): Place => ({
  signal: 'metrics',
  name,
  keyed: isKeyed,
  build,
})
const histogram = { timeUnixNano: at, count: 1n, sum: 1, bucketCounts: [1n, 0n], explicitBounds: [1] }

/** Every place of the corpus; `keyed` places give the text an attribute key. */
export const PLACES: readonly Place[] = [
  trace('span attribute', true, (p) => spanOf(p, { attributes: keyed(p) })),
  trace('span attribute, in a list', true, (p) =>
    spanOf(p, { attributes: [pair(p.key, { arrayValue: { values: [text('first'), text(p.text)] } })] }),
  ),
  trace('span attribute, nested', true, (p) =>
    spanOf(p, {
      attributes: [
        pair('outer', { kvlistValue: { values: [pair('inner', { kvlistValue: { values: keyed(p) } })] } }),
      ],
    }),
  ),
  trace('span attribute, bytes', true, (p) =>
    spanOf(p, { attributes: [pair(p.key, { bytesValue: Buffer.from(p.text) })] }),
  ),
  trace('span attribute, UTF-16 bytes', true, (p) =>
    spanOf(p, { attributes: [pair(p.key, { bytesValue: Buffer.from(p.text, 'utf16le') })] }),
  ),
  trace('span attribute, key', false, (p) => spanOf(p, { attributes: [pair(p.text, text('yes'))] })),
  trace('span name', false, (p) => spanOf(p, { name: p.text })),
  trace('trace state', false, (p) => spanOf(p, { traceState: `app=${p.text}` })),
  trace('status message', false, (p) => spanOf(p, { status: { code: 2, message: p.text } })),
  trace('event name', false, (p) => spanOf(p, { events: [{ name: p.text, timeUnixNano: at }] })),
  trace('event attribute', true, (p) =>
    spanOf(p, { events: [{ name: 'e', timeUnixNano: at, attributes: keyed(p) }] }),
  ),
  trace('exception message', false, (p) =>
    spanOf(p, {
      events: [
        {
          name: 'exception',
          timeUnixNano: at,
          attributes: [pair('exception.type', text('Error')), pair('exception.message', text(p.text))],
        },
      ],
    }),
  ),
  trace('exception stack', false, (p) =>
    spanOf(p, {
      events: [
        {
          name: 'exception',
          timeUnixNano: at,
          attributes: [pair('exception.stacktrace', text(`Error: ${p.text}\n    at run (/app/a.js:1:2)`))],
        },
      ],
    }),
  ),
  trace('link attribute', true, (p) =>
    spanOf(p, { links: [{ traceId: traceIdOf(p.id), spanId: '00000000000000aa', attributes: keyed(p) }] }),
  ),
  trace('link trace state', false, (p) =>
    spanOf(p, {
      links: [{ traceId: traceIdOf(p.id), spanId: '00000000000000aa', traceState: `a=${p.text}` }],
    }),
  ),
  trace('resource attribute', true, (p) =>
    spanOf(p, {}, { resource: { attributes: [mark(p.id), ...keyed(p)] } }),
  ),
  trace('scope name', false, (p) => {
    const spans = spanOf(p, {})
    return { ...spans, scopeSpans: [{ ...spans.scopeSpans?.[0], scope: { name: p.text } }] }
  }),
  trace('scope attribute', true, (p) => {
    const spans = spanOf(p, {})
    return {
      ...spans,
      scopeSpans: [
        { ...spans.scopeSpans?.[0], scope: { name: 'corpus', version: '1', attributes: keyed(p) } },
      ],
    }
  }),
  trace('schema URL', false, (p) => spanOf(p, {}, { schemaUrl: `https://example.com/${p.text}` })),
  metric('metric name', false, (p) => metricOf(p, { name: p.text })),
  metric('metric description', false, (p) => metricOf(p, { description: p.text })),
  metric('metric unit', false, (p) => metricOf(p, { unit: p.text })),
  metric('metric metadata', true, (p) => metricOf(p, { metadata: keyed(p) })),
  metric('gauge attribute', true, (p) =>
    metricOf(p, { gauge: { dataPoints: [{ timeUnixNano: at, asDouble: 1, attributes: keyed(p) }] } }),
  ),
  metric('sum attribute', true, (p) =>
    metricOf(p, {
      gauge: undefined,
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: [{ timeUnixNano: at, asInt: 1n, attributes: keyed(p) }],
      },
    }),
  ),
  metric('histogram attribute', true, (p) =>
    metricOf(p, {
      gauge: undefined,
      histogram: { aggregationTemporality: 2, dataPoints: [{ ...histogram, attributes: keyed(p) }] },
    }),
  ),
  metric('exponential histogram attribute', true, (p) =>
    metricOf(p, {
      gauge: undefined,
      exponentialHistogram: {
        aggregationTemporality: 2,
        dataPoints: [
          {
            timeUnixNano: at,
            count: 1n,
            sum: 1,
            scale: 0,
            zeroCount: 1n,
            zeroThreshold: 0,
            attributes: keyed(p),
          },
        ],
      },
    }),
  ),
  metric('summary attribute', true, (p) =>
    metricOf(p, {
      gauge: undefined,
      summary: { dataPoints: [{ timeUnixNano: at, count: 1n, sum: 1, attributes: keyed(p) }] },
    }),
  ),
  metric('exemplar attribute', true, (p) =>
    metricOf(p, {
      gauge: undefined,
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [
          { ...histogram, exemplars: [{ timeUnixNano: at, asDouble: 1, filteredAttributes: keyed(p) }] },
        ],
      },
    }),
  ),
  ...LOG_PLACES,
]
