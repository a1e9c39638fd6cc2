import { describe, expect, test } from 'vitest'
import { accounts } from './accounts.ts'
import { parseExposition } from './exposition.ts'
import { readTopology } from './pipelines.ts'

const CONFIG = `
connectors: {forward: {}, span_metrics: {}}
exporters:
  otlp_http/tempo: {sending_queue: {sizer: items}, middlewares: [{id: retry_refused}]}
  sentry_envelope: {sending_queue: {sizer: bytes}}
service:
  pipelines:
    traces/in: {receivers: [otlp], processors: [memory_limiter, scrub], exporters: [span_metrics, forward]}
    traces/kept: {receivers: [forward], processors: [tail_sampling, drain], exporters: [otlp_http/tempo]}
    logs/sentry: {receivers: [sentry_envelope], processors: [scrub], exporters: [sentry_envelope]}
`
const PROCESSOR = (id: string, signal: string, incoming: number, outgoing = incoming) => `
otelcol_processor_incoming_items_total{processor="${id}",otel_signal="${signal}"} ${incoming}
otelcol_processor_outgoing_items_total{processor="${id}",otel_signal="${signal}"} ${outgoing}`
/** 100 spans came in, 10 were kept and delivered, 90 sampled out. */
const HEALTHY = `
otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"} 60
otelcol_receiver_accepted_spans_total{receiver="otlp",transport="http"} 40
${PROCESSOR('memory_limiter', 'traces', 100)}
${PROCESSOR('scrub', 'traces', 100)}
otelcol_processor_tail_sampling_count_spans_sampled_total{policy="baseline",decision="not_sampled"} 88
otelcol_processor_tail_sampling_count_spans_sampled_total{policy="baseline",decision="sampled"} 10
otelcol_processor_tail_sampling_early_releases_from_cache_decision_total{sampled="false"} 2
${PROCESSOR('drain', 'traces', 10)}
otelcol_exporter_queue_capacity{exporter="otlp_http/tempo",data_type="traces"} 200
otelcol_exporter_sent_spans_total{exporter="otlp_http/tempo",url_path="/v1/traces"} 10
`

function read(page: string) {
  const found = accounts(readTopology(CONFIG, 'a.yaml'), parseExposition(page))
  return Object.fromEntries(found.map((account) => [`${account.signal} ${account.place}`, account]))
}

const change = (from: string, to: string) => {
  expect(HEALTHY).toContain(from)
  return read(HEALTHY.replace(from, to))
}

describe('the sums of the pipelines', () => {
  test('close at every place when nothing is lost', () => {
    const healthy = read(HEALTHY)
    expect(
      Object.entries(healthy).map(([place, { difference, verdict }]) => [place, difference, verdict]),
    ).toEqual([
      ['traces memory_limiter', 0, 'closed'],
      ['traces scrub', 0, 'closed'],
      ['traces tail_sampling', 0, 'closed'],
      ['traces drain', 0, 'closed'],
      ['traces otlp_http/tempo', 0, 'closed'],
      ['logs scrub', 0, 'closed'],
      ['logs sentry_envelope', 0, 'off'],
    ])
    expect(healthy['traces tail_sampling']?.entries).toContainEqual({
      fate: 'left out',
      what: 'sampled out',
      count: 90,
    })
  })

  test('name the place where items vanish', () => {
    const page = change('incoming_items_total{processor="scrub",otel_signal="traces"} 100', 'ignored 1')
    expect(page['traces memory_limiter']?.verdict).toBe('closed')
    const lossy = read(
      HEALTHY.replaceAll(
        'processor="scrub",otel_signal="traces"} 100',
        'processor="scrub",otel_signal="traces"} 97',
      ),
    )
    expect(lossy['traces scrub']).toMatchObject({ entered: 100, difference: 3, verdict: 'missing' })
    const undelivered = change('url_path="/v1/traces"} 10', 'url_path="/v1/traces"} 9')
    expect(undelivered['traces otlp_http/tempo']).toMatchObject({ difference: 1, verdict: 'missing' })
  })

  test('close over what was counted as lost, and say so', () => {
    const page = change(
      'url_path="/v1/traces"} 10',
      `url_path="/v1/traces"} 7
otelcol_exporter_send_failed_spans_total{exporter="otlp_http/tempo"} 1
otelcol_exporter_enqueue_failed_spans_total{exporter="otlp_http/tempo"} 2`,
    )
    expect(page['traces otlp_http/tempo']).toMatchObject({ difference: 0, verdict: 'closed' })
    expect(page['traces otlp_http/tempo']?.entries.filter(({ fate }) => fate === 'lost')).toHaveLength(2)
  })

  test('take what an exporter says it lost of what it sent from what was delivered', () => {
    const page = read(`${HEALTHY}
otelcol_receiver_accepted_log_records_total{receiver="sentry_envelope"} 5
${PROCESSOR('scrub', 'logs', 5)}
otelcol_exporter_queue_capacity{exporter="sentry_envelope",data_type="logs"} 200
otelcol_exporter_sent_log_records_total{exporter="sentry_envelope"} 5
otelcol_exporter_rejected_items_total{exporter="sentry_envelope",otel_signal="logs"} 2`)
    expect(page['logs sentry_envelope']).toMatchObject({
      verdict: 'closed',
      entries: [
        { fate: 'delivered', count: 3 },
        { fate: 'lost', count: 2 },
      ],
    })
  })

  test('take what a backend rejected in part from what was delivered', () => {
    const rejected = (extension: string, signal: string) =>
      `\notelcol_exporter_rejected_items_total{extension="${extension}",otel_signal="${signal}"} 4`
    const page = read(HEALTHY + rejected('retry_refused', 'traces'))
    expect(page['traces otlp_http/tempo']).toMatchObject({
      difference: 0,
      verdict: 'closed',
      entries: [
        { fate: 'delivered', count: 6 },
        { fate: 'lost', count: 4 },
      ],
    })
    for (const elsewhere of [rejected('retry_refused/other', 'traces'), rejected('retry_refused', 'metrics')])
      expect(read(HEALTHY + elsewhere)['traces otlp_http/tempo']?.entries).toMatchObject([
        { fate: 'delivered', count: 10 },
      ])
  })

  test('count what a queue holds in items, and wait for one that is measured in bytes', () => {
    const held = change(
      'url_path="/v1/traces"} 10',
      'url_path="/v1/traces"} 4\notelcol_exporter_queue_size{exporter="otlp_http/tempo",data_type="traces"} 6',
    )
    expect(held['traces otlp_http/tempo']).toMatchObject({ difference: 0, verdict: 'closed' })
    const bytes = read(`${HEALTHY}
otelcol_receiver_accepted_log_records_total{receiver="sentry_envelope"} 5
${PROCESSOR('scrub', 'logs', 5)}
otelcol_exporter_queue_capacity{exporter="sentry_envelope",data_type="logs"} 200
otelcol_exporter_queue_size{exporter="sentry_envelope",data_type="logs"} 7000
otelcol_exporter_sent_log_records_total{exporter="sentry_envelope"} 2`)
    expect(bytes['logs sentry_envelope']).toMatchObject({ difference: 3, verdict: 'waiting' })
  })

  test('close over what the limiter refused: the receiver counts it as refused', () => {
    const page = change(
      'transport="http"} 40',
      `transport="http"} 40
otelcol_receiver_refused_spans_total{receiver="otlp",transport="http"} 25
otelcol_processor_memory_limiter_refused_spans_total{processor="memory_limiter"} 25`,
    )
    expect(page['traces memory_limiter']).toMatchObject({ entered: 125, difference: 0, verdict: 'closed' })
  })

  test('wait for the sampler while traces are undecided, and miss spans when none is', () => {
    const undecided = change('decision="not_sampled"} 88', 'decision="not_sampled"} 80')
    expect(undecided['traces tail_sampling']).toMatchObject({ difference: 8, verdict: 'missing' })
    const waiting = change(
      'decision="not_sampled"} 88',
      'decision="not_sampled"} 80\notelcol_processor_tail_sampling_sampling_traces_on_memory 2',
    )
    expect(waiting['traces tail_sampling']).toMatchObject({ difference: 8, verdict: 'waiting' })
  })

  test('let what a kill left undecided enter again, and lose what of it cannot be read', () => {
    const METRIC = 'otelcol_processor_tail_sampling'
    const killed = change(
      'decision="not_sampled"} 88',
      `decision="not_sampled"} 95\n${METRIC}_replayed_spans_total 7\n${METRIC}_lost_spans_total 3`,
    )
    expect(killed['traces tail_sampling']).toMatchObject({ entered: 110, difference: 0, verdict: 'closed' })
    const lost = { fate: 'lost', what: 'unreadable after a kill', count: 3 }
    expect(killed['traces tail_sampling']?.entries).toContainEqual(lost)
  })

  test('say that a queue from before the start explains more out than in', () => {
    const page = change('url_path="/v1/traces"} 10', 'url_path="/v1/traces"} 15')
    expect(page['traces otlp_http/tempo']).toMatchObject({ difference: -5, verdict: 'surplus' })
  })
})

test('two pipelines that end in one processor hand on one count', () => {
  const topology = readTopology(
    `
exporters: {a: {sending_queue: {sizer: items}}}
service:
  pipelines:
    metrics/app: {receivers: [otlp], processors: [drain], exporters: [a]}
    metrics/more: {receivers: [other], processors: [drain], exporters: [a]}
`,
    'a.yaml',
  )
  const page = `
otelcol_receiver_accepted_metric_points_total{receiver="otlp"} 5
otelcol_receiver_accepted_metric_points_total{receiver="other"} 2
${PROCESSOR('drain', 'metrics', 7)}
otelcol_exporter_queue_capacity{exporter="a",data_type="metrics"} 10
otelcol_exporter_sent_metric_points_total{exporter="a"} 7`
  expect(accounts(topology, parseExposition(page)).map(({ verdict }) => verdict)).toEqual([
    'closed',
    'closed',
  ])
})

test('two pipelines that end in one processor and go to different places are refused with a remedy', () => {
  const topology = readTopology(
    `
service:
  pipelines:
    traces/kept: {receivers: [otlp], processors: [drain], exporters: [a]}
    traces/sentry: {receivers: [otlp], processors: [filter, drain], exporters: [b]}
`,
    'a.yaml',
  )
  expect(() => accounts(topology, parseExposition(''))).toThrow(
    'traces/kept and traces/sentry share the processor drain, so what they hand on cannot be told apart. ' +
      'Give one of them a name of its own, such as drain/sentry.',
  )
})

test('a file without pipelines is refused by path', () => {
  expect(() => readTopology('receivers: {}', 'a.yaml')).toThrow('a.yaml › service.pipelines: not there')
})
