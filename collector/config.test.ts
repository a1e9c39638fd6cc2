import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  ATTR,
  DURATION_BUCKETS_SECONDS,
  METRIC,
  SAMPLING_POLICY_ATTRIBUTE,
  SPAN,
  SPAN_METRIC,
} from '../app-shim/src/names.ts'
import { type Collector, startCollector } from '../tests/support/collector.ts'
import { launchCollector } from '../tests/support/collector-process.ts'
import { RefusedError, sendTrace } from '../tests/support/send.ts'
import { type Sink, startSink } from '../tests/support/sink.ts'
import { waitFor } from '../tests/support/wait-for.ts'

const CONFIG = parse(readFileSync(join(import.meta.dirname, '..', 'collector-config.yaml'), 'utf8'))

describe('the vocabulary', () => {
  it('gives span metrics the bucket edges of the app', () => {
    const buckets: string[] = CONFIG.connectors.span_metrics.histogram.explicit.buckets
    const seconds = buckets.map((edge) => Number.parseFloat(edge) / (edge.endsWith('ms') ? 1000 : 1))
    expect(seconds).toEqual([...DURATION_BUCKETS_SECONDS])
  })

  it('gives span metrics the namespace and labels that alerts read', () => {
    const { namespace, dimensions } = CONFIG.connectors.span_metrics
    expect(namespace).toBe(SPAN_METRIC.namespace)
    expect(dimensions).toEqual([ATTR.httpMethod, ATTR.httpRoute, ATTR.httpStatus].map((name) => ({ name })))
  })

  it.each([
    ['keep-payments', SPAN.payment, 'ticketcap.payment.'],
    ['keep-registrations', SPAN.registration, 'ticketcap.registration.'],
  ])('lets %s know the span and every attribute', (policy, span, prefix) => {
    const { policies } = CONFIG.processors.tail_sampling
    const { and } = policies.find(({ name }: { name: string }) => name === policy)
    const [{ ottl_condition }] = and.and_sub_policy
    const attributes = Object.values(ATTR).filter((name) => name.startsWith(prefix))
    expect(ottl_condition.span.toSorted()).toEqual(
      [`span.name == "${span}"`, ...attributes.map((name) => `span.attributes["${name}"] != nil`)].toSorted(),
    )
  })

  it('lets every policy without a ceiling name the incidents that the app records', () => {
    const { policies } = CONFIG.processors.tail_sampling
    const incidents = policies.find(({ name }: { name: string }) => name.includes('incidents'))
    const text = JSON.stringify(incidents.ottl_condition.spanevent)
    for (const name of [
      METRIC.tenantIsolationFailures.name,
      METRIC.capacityRaces.name,
      ATTR.capacityRaceOutcome,
    ]) {
      expect(text).toContain(`\\"${name}\\"`)
    }
  })

  it('asks the ceiling last, in the name of the policy, and never before errors', () => {
    const { policies } = CONFIG.processors.tail_sampling
    const limited = policies.filter(({ type }: { type: string }) => type === 'and')
    for (const { name, and } of limited)
      expect(and.and_sub_policy.at(-1)).toMatchObject({ type: 'sampling_ceiling', name })
    const free = policies.filter((policy: object) => !limited.includes(policy))
    expect(free.map(({ name }: { name: string }) => name)).toEqual([
      'drop-health-and-assets',
      'keep-errors',
      'keep-capacity-and-tenancy-incidents',
      'keep-asked-for',
      'keep-all-in-an-incident',
    ])
  })

  it('limits memory first and scrubs second, in every pipeline that receives from the app', () => {
    const pipelines: { receivers: string[]; processors: string[] }[] = Object.values(CONFIG.service.pipelines)
    const doors = Object.keys(CONFIG.receivers)
    const fromApp = pipelines.filter(({ receivers }) => receivers.some((name) => doors.includes(name)))
    expect(fromApp).toHaveLength(3)
    for (const { processors } of fromApp) expect(processors.slice(0, 2)).toEqual(['memory_limiter', 'scrub'])
  })
})

describe('start', () => {
  it.each([
    ['without a token', {}, /bearertokenauth\/SIDECAR_TOKEN: no bearer token provided/],
    [
      'with an empty token',
      { SIDECAR_TOKEN: '' },
      /bearertokenauth\/SIDECAR_TOKEN: no bearer token provided/,
    ],
    [
      'with a percentage that is no number',
      { SIDECAR_TOKEN: 't', SAMPLING_BASELINE_PERCENTAGE: 'ten' },
      /SAMPLING_BASELINE_PERCENTAGE: seen "ten"\. Write a percentage from 0 to 100/,
    ],
    [
      'with a slow limit that carries a unit',
      { SIDECAR_TOKEN: 't', SAMPLING_SLOW_MS: '2s' },
      /SAMPLING_SLOW_MS: seen "2s"\. Write a whole number without a unit/,
    ],
    [
      'with a wait without a unit',
      { SIDECAR_TOKEN: 't', SAMPLING_DECISION_WAIT: '5' },
      /SAMPLING_DECISION_WAIT: seen "5"\. Write a time above 0 with its unit/,
    ],
    [
      'with a percentage over 100',
      { SIDECAR_TOKEN: 't', SAMPLING_BASELINE_PERCENTAGE: '250' },
      /SAMPLING_BASELINE_PERCENTAGE: seen "250"/,
    ],
    [
      'with a backend that is no URL, whose value it does not show',
      { SIDECAR_TOKEN: 't', TEMPO_ENDPOINT: 'user:secret-1@tempo' },
      /TEMPO_ENDPOINT: is no base URL\. (?!.*secret-1)/,
    ],
    [
      'with a port that is none',
      { SIDECAR_TOKEN: 't', SIDECAR_SENTRY_PORT: '70000' },
      /SIDECAR_SENTRY_PORT: seen/,
    ],
  ])('fails %s and says why', async (_, env, message) => {
    const collector = launchCollector(undefined, env)
    expect(await collector.exited).toMatchObject({ code: 1 })
    expect(collector.output).toMatch(message)
  })
})

describe('the running collector', () => {
  let sink: Sink
  let collector: Collector

  beforeAll(async () => {
    sink = await startSink()
    // Digits only: a token must stay the text it is. Every wildcard address: as in a container.
    const env = { SAMPLING_BASELINE_PERCENTAGE: '0', SIDECAR_TOKEN: '00123', SIDECAR_HOST: '[::]' }
    collector = await startCollector({ traces: sink, env })
  })

  afterAll(async () => {
    await collector?.[Symbol.asyncDispose]()
    await sink?.close()
  })

  const kept = { name: SPAN.payment }

  it.each(['http/protobuf', 'grpc'] as const)(
    'takes spans with the token over %s and says which policy kept them',
    async (protocol) => {
      const traceId = await sendTrace(collector, kept, { protocol })
      const [span] = await waitFor(() => sink.trace(traceId).length > 0 && sink.trace(traceId), {
        describe: () => collector.output,
      })
      expect(span?.scope.attributes).toEqual({ [SAMPLING_POLICY_ATTRIBUTE]: 'keep-payments' })
    },
  )

  it.each([
    ['http/protobuf', null, 401],
    ['http/protobuf', 'wrong', 401],
    ['http/protobuf', '123', 401],
    ['grpc', null, 'UNAUTHENTICATED'],
    ['grpc', 'wrong', 'UNAUTHENTICATED'],
  ] as const)('refuses spans over %s with the token %s', async (protocol, token, code) => {
    const refusal = await sendTrace(collector, kept, { protocol, token }).catch((error: Error) => error)
    expect(refusal).toBeInstanceOf(RefusedError)
    expect(refusal).toMatchObject({ code })
  })

  it('never writes the token it was shown into its log', async () => {
    await sendTrace(collector, kept, { token: 'shown-to-a-stranger' }).catch(() => undefined)
    await sendTrace(collector, kept)
    expect(collector.output).not.toMatch(/shown-to-a-stranger|Bearer 00123/)
  })
})

it('delivers what it counted and what waits for a decision when it stops', async () => {
  await using sink = await startSink()
  const env = { METRICS_FLUSH_INTERVAL: '1h', SAMPLING_DECISION_WAIT: '1h' }
  await using collector = await startCollector({ traces: sink, env })
  const traceId = await sendTrace(collector, { name: SPAN.payment })
  await collector.stop()
  expect(sink.trace(traceId)).toHaveLength(1)
  expect(sink.latest(`${SPAN_METRIC.namespace}.calls`).map(({ value }) => value)).toEqual([1])
})

it('sends each backend its own Authorization, with its own metrics too', async () => {
  await using traces = await startSink()
  await using metrics = await startSink()
  const env = { TEMPO_AUTHORIZATION: 'Basic dGVtcG8=', PROMETHEUS_AUTHORIZATION: 'Bearer metrics-only' }
  await using collector = await startCollector({ traces, metrics, env })
  await sendTrace(collector, { name: SPAN.payment })
  await collector.stop()
  const sent = (sink: Sink) => [...new Set(sink.requests.map(({ headers }) => headers.authorization))]
  expect(sent(traces)).toEqual([env.TEMPO_AUTHORIZATION])
  expect(sent(metrics)).toEqual([env.PROMETHEUS_AUTHORIZATION])
  expect(metrics.latest('otelcol_receiver_accepted_spans').map(({ value }) => value)).toContain(1)
})

it('takes an empty variable for one that is not set', async () => {
  await using sink = await startSink()
  const env = {
    SAMPLING_SLOW_MS: '',
    SAMPLING_BASELINE_PERCENTAGE: ' ',
    SENTRY_DSN: '',
    TEMPO_AUTHORIZATION: '',
  }
  await using collector = await startCollector({ traces: sink, env })
  const traceId = await sendTrace(collector, { name: 'slow', durationMs: 2001 })
  await waitFor(() => sink.trace(traceId).length > 0, { describe: () => collector.output })
})
