import { expect, test } from 'vitest'
import { type OtlpMetric, prometheusLabel, prometheusName, prometheusSeries } from './prometheus-name.ts'

const cases: [OtlpMetric, string][] = [
  [{ name: 'ticketcap.payments', kind: 'counter', unit: '{payment}' }, 'ticketcap_payments_total'],
  [
    { name: 'ticketcap.payment.duration', kind: 'histogram', unit: 's' },
    'ticketcap_payment_duration_seconds',
  ],
  [{ name: 'ticketcap.event.sold', kind: 'gauge', unit: '{seat}' }, 'ticketcap_event_sold'],
  [{ name: 'otelcol_process_uptime', kind: 'counter', unit: 's' }, 'otelcol_process_uptime_seconds_total'],
  [{ name: 'queue.bytes', kind: 'gauge', unit: 'By' }, 'queue_bytes'],
]

test.each(cases)('%o is stored as %s', (metric, name) => {
  expect(prometheusName(metric)).toBe(name)
})

test('a histogram is three series', () => {
  expect(prometheusSeries({ name: 'a', kind: 'histogram', unit: 's' })).toEqual([
    'a_seconds_bucket',
    'a_seconds_count',
    'a_seconds_sum',
  ])
})

test('a unit without a known word is refused, not guessed', () => {
  expect(() => prometheusName({ name: 'a', kind: 'gauge', unit: 'furlong' })).toThrow('"furlong"')
})

test('label names keep their underscores and lose their dots', () => {
  expect(prometheusLabel('http.response.status_code')).toBe('http_response_status_code')
})
