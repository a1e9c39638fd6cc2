import { alertSeconds } from '../queries/alert-numbers.ts'
import { percentile } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { traces } from '../style/table.ts'
import { timeseries } from '../style/timeseries.ts'
import { SPAN_BUCKETS } from './series.ts'

export const paymentsRow: Row = { title: 'Payments', panels: [paymentTime(), failedPayments()] }

function paymentTime() {
  const buckets = series(SPAN_BUCKETS, APP, 'span_name="payment.process"')
  return timeseries({
    id: 11,
    title: 'How long a payment takes',
    description:
      'From asking the provider to its answer. PaymentLatencyP95High fires above 5 s. Dots open a trace.',
    unit: 's',
    width: 12,
    worry: { above: alertSeconds('PaymentLatencyP95High') },
    queries: [
      { expr: percentile(50, buckets), legend: 'p50' },
      { expr: percentile(95, buckets), legend: 'p95', exemplars: true },
    ],
  })
}

function failedPayments() {
  return traces({
    id: 12,
    title: 'Newest payments that failed',
    description: 'Failed or timed out. Every payment is kept, whatever the sampling.',
    width: 12,
    traceql: '{ span.ticketcap.payment.status =~ "FAILED|TIMEOUT" }',
  })
}
