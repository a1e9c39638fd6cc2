import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SPAN_METRIC } from '../app-shim/src/names.ts'
import { inRepository } from './support/repository.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { readRules, titleOf } from './vocabulary/rule-files.ts'
import {
  NORMALISED_ATTRIBUTES,
  unknownInPromql,
  unknownInTemplates,
  unknownInTraceql,
  withRecordings,
} from './vocabulary/unknown-names.ts'

const rules = readRules()
const catalogue = withRecordings(emittedSeries(), rules)
const titled = rules.map((rule) => [titleOf(rule), rule] as const)

describe('every name in alerts/ is one that somebody emits', () => {
  test.each(titled)('%s', (_, rule) => {
    expect(unknownInPromql(rule.expr, catalogue)).toEqual([])
    expect(unknownInTemplates(rule, catalogue)).toEqual([])
    expect(rule.annotations.traces ? unknownInTraceql(rule.annotations.traces) : []).toEqual([])
  })

  test('the attributes taken for granted are written by the semconv processor, which the collector runs', () => {
    expect(readFileSync(inRepository('collector-config.yaml'), 'utf8')).toMatch(/processors: \[.*\bsemconv\b/)
    const processor = readFileSync(inRepository('collector/components/semconvprocessor/normalise.go'), 'utf8')
    for (const name of NORMALISED_ATTRIBUTES) expect(processor).toMatch(new RegExp(`to\\.\\w+\\("${name}",`))
  })
})

describe('a broken name is caught', () => {
  test.each([
    ['ticketcap_payment_total', 'Nobody emits the metric "ticketcap_payment_total".'],
    ['ticketcap_payments', 'Nobody emits the metric "ticketcap_payments".'],
    ['{__name__=~"ticketcap_pay_.+"}', 'Nobody emits the metric "ticketcap_pay_.+".'],
    ['{__name__="ticketcap_pay"}', 'Nobody emits the metric "ticketcap_pay".'],
    [
      'ticketcap_payments_total{status="FAILED"}',
      'The metric "ticketcap_payments_total" has no label "status".',
    ],
    ['ticketcap_payments_total{ticketcap_payment_status=~"FAILED|TIMEDOUT"}', 'is never "TIMEDOUT"'],
    ['ticketcap_payments_total{ticketcap_payment_status!="REFUND"}', 'is never "REFUND"'],
    ['ticketcap_payment_duration_seconds_bucket{le=~"3|3.0"}', 'is never "3"'],
    ['ticketcap_payment_duration_seconds_bucket{le="0.0"}', 'is never "0.0"'],
    ['traces_span_metrics_calls_total{span_kind="SERVER"}', 'is never "SERVER"'],
    ['traces_span_metrics_calls_total{http_response_status_code=~"6.."}', 'is never "6.."'],
    ['otelcol_exporter_send_failed_spans', 'Nobody emits the metric "otelcol_exporter_send_failed_spans".'],
    ['sum by (tenant) (ticketcap_payments_total)', 'No metric of the expression has the label "tenant".'],
    ['ticketcap_event_sold / on (event) ticketcap_event_capacity', 'has the label "event"'],
    ['job:ticketcap_payments:increase10m', 'Nobody emits the metric "job:ticketcap_payments:increase10m".'],
  ])('%s', (expr, problem) => {
    expect(unknownInPromql(expr, catalogue).join(' ')).toContain(problem)
  })

  test.each([
    ['{ span.payment.status = "FAILED" }', 'Nobody writes the attribute "span.payment.status".'],
    ['{ span.ticketcap.payment.status =~ "FAILED|LATE" }', 'is never "LATE"'],
    ['{ name = "payment" }', 'Nobody names a span "payment".'],
    ['{ event:name = "ticketcap.race" }', 'Nobody names a span event "ticketcap.race".'],
  ])('%s', (query, problem) => {
    expect(unknownInTraceql(query).join(' ')).toContain(problem)
  })

  test('a template that shows a label the alert does not have', () => {
    const rule = { file: '', group: '', labels: {}, annotations: { summary: '{{ $labels.tenant }}' } }
    expect(unknownInTemplates({ ...rule, expr: 'sum by (job) (target_info)' }, catalogue)).toEqual([
      'The alert has no label "tenant".',
    ])
    expect(unknownInTemplates({ ...rule, expr: 'target_info', labels: { tenant: 'x' } }, catalogue)).toEqual(
      [],
    )
  })

  test.each([
    ['sum by (job (x)', unknownInPromql],
    ['{ span.http.route = }', unknownInTraceql],
  ] as const)('what is not even the language: %s', (text, read) => {
    expect(() => read(text, catalogue)).toThrow('▸')
  })
})

test.each([
  'ticketcap_payments_total{ticketcap_payment_status=~"FAILED|other"}',
  'ticketcap_payment_duration_seconds_bucket{le=~"5|5.0"}',
  'sum by (job, le) (rate(traces_span_metrics_duration_seconds_bucket{http_route=~"/api/.+"}[5m]))',
])('a sound expression has no problem: %s', (expr) => {
  expect(unknownInPromql(expr, catalogue)).toEqual([])
})

test('the span metrics are called what collector-config.yaml calls them', () => {
  const { connectors } = parse(readFileSync(inRepository('collector-config.yaml'), 'utf8'))
  expect(connectors.span_metrics.namespace).toBe(SPAN_METRIC.namespace)
  const prefix = SPAN_METRIC.namespace.replaceAll('.', '_')
  expect([SPAN_METRIC.calls, SPAN_METRIC.duration]).toEqual([
    `${prefix}_calls_total`,
    `${prefix}_duration_seconds`,
  ])
})
