import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { METRIC, RUNTIME_METRIC, SPAN_METRIC } from '../app-shim/src/names.ts'
import { collectorBinary } from '../collector/launch.ts'
import { type Collector, startCollector } from './support/collector.ts'
import { type Prometheus, startPrometheus } from './support/prometheus.ts'
import { REPOSITORY } from './support/repository.ts'
import { type OtlpProtocol, RefusedError, sendTrace } from './support/send.ts'
import { type Sink, startSink } from './support/sink.ts'
import { waitFor } from './support/wait-for.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { emittingAppMissing, runEmittingApp } from './vocabulary/emitting-app.ts'
import { OWN_METRICS } from './vocabulary/own-metrics.ts'
import { prometheusSeries } from './vocabulary/prometheus-name.ts'

/** Own metrics are pushed every 15 s; two pushes show what the first failure made. */
const DEADLINE_MS = 60_000
const catalogue = emittedSeries()
const live = [
  ...[...Object.values(METRIC), ...Object.values(RUNTIME_METRIC)].flatMap(prometheusSeries),
  SPAN_METRIC.calls,
  ...['bucket', 'count', 'sum'].map((part) => `${SPAN_METRIC.duration}_${part}`),
  'target_info',
  ...OWN_METRICS.filter(({ seen }) => seen !== 'rare').map(({ series }) => series),
]

describe('the catalogue of names is what a real Prometheus stores', () => {
  let sink: Sink
  let prometheus: Prometheus
  let collector: Collector

  beforeAll(async () => {
    sink = await startSink()
    prometheus = await startPrometheus()
    collector = await startCollector({
      traces: sink,
      metrics: prometheus,
      env: { SAMPLING_BASELINE_PERCENTAGE: '100' },
    })
    if (!emittingAppMissing) await runEmittingApp(collector)
    await sendRequest()
    await Promise.all([sendAsStranger('http/protobuf'), sendAsStranger('grpc')])
    await waitFor(() => sink.spans.some(({ name }) => name === 'POST /api/orders'))
    // From here on nothing is accepted, for good: what is sent now is lost, and counted.
    sink.answer = 400
    await sendRequest()
  })

  afterAll(async () => {
    await collector?.[Symbol.asyncDispose]()
    await prometheus?.[Symbol.asyncDispose]()
    await sink?.[Symbol.asyncDispose]()
  })

  test.for(live)('%s', async (series, context) => {
    if (emittingAppMissing) context.skip(emittingAppMissing)
    const stored = await waitFor(
      async () => {
        const samples = await prometheus.query(series)
        return samples.length > 0 && samples
      },
      { deadline: DEADLINE_MS, describe: async () => `Prometheus has: ${(await names()).join(' ')}` },
    )
    const known = [...(catalogue.get(series)?.keys() ?? []), '__name__']
    const labels = new Set(stored.flatMap((sample) => Object.keys(sample.labels)))
    expect([...labels].filter((label) => !known.includes(label))).toEqual([])
    if (!series.endsWith('_bucket')) return
    // An alert stands on an edge: one more, one less or one moved is another number.
    const edges = new Set(stored.map((sample) => Number(sample.labels.le?.replace('+Inf', 'Infinity'))))
    const expected = catalogue
      .get(series)
      ?.get('le')
      ?.map((edge) => Number(edge.replace('+Inf', 'Infinity')))
    expect([...edges].sort((a, b) => a - b)).toEqual([...new Set(expected)].sort((a, b) => a - b))
  })

  test('no metric of ours is stored that the catalogue does not have', async () => {
    const ours = (await names()).filter((name) => /^(ticketcap|traces)_/.test(name))
    expect(ours.filter((name) => !catalogue.has(name))).toEqual([])
  })

  test.for([
    ['http_server_request_duration_seconds_count', 'http_response_status_code', '401'],
    ['rpc_server_call_duration_seconds_count', 'rpc_response_status_code', 'UNAUTHENTICATED'],
  ] as const)(
    '%s counts who came with a wrong token, and nothing of what he said',
    async ([series, label, answer]) => {
      const counted = `${series}{${label}="${answer}"}`
      const [sample] = await waitFor(
        async () => {
          const samples = await prometheus.query(counted)
          return samples.length > 0 && samples
        },
        { deadline: DEADLINE_MS, describe: async () => JSON.stringify(await prometheus.query(series)) },
      )
      expect(sample?.value).toBe(1)
    },
  )

  async function names(): Promise<string[]> {
    const samples = await prometheus.query('count by (__name__) ({__name__=~".+"})')
    return samples.map(({ labels }) => labels.__name__ ?? '').sort()
  }

  async function sendAsStranger(protocol: OtlpProtocol): Promise<void> {
    const span = { name: 'POST /api/orders', kind: 'SERVER' } as const
    await expect(sendTrace({ ...collector, token: 'guessed' }, span, { protocol })).rejects.toThrow(
      RefusedError,
    )
  }

  async function sendRequest(): Promise<void> {
    await sendTrace(collector, {
      name: 'POST /api/orders',
      kind: 'SERVER',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/orders',
        'http.response.status_code': 201,
      },
    })
  }
})

const rare = OWN_METRICS.filter(({ seen, series }) => seen === 'rare' && series.startsWith('otelcol_'))

test.each(rare)('the collector knows $series, though it is seen only in a failure', ({ series }) => {
  const program = readFileSync(collectorBinary(REPOSITORY)).toString('latin1')
  // The scrub processor puts its names together at run time.
  const name = series.replace(/_total$/, '').replace('otelcol_processor_scrub_', '')
  expect(program.includes(name)).toBe(true)
  expect(program.includes(`${name}_nobody`)).toBe(false)
})
