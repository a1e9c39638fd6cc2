import { percentile, perSecond } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { tracesLink } from '../style/links.ts'
import { placeholder } from '../style/placeholder.ts'
import { timeseries } from '../style/timeseries.ts'
import { PAYMENTS, REGISTRATIONS, SPAN_BUCKETS } from './series.ts'

export const sales: Row = {
  title: 'Sales',
  panels: [registrations(), payments(), revenue(), registrationTime()],
}

function registrations() {
  return timeseries({
    id: 7,
    title: 'Registrations by status',
    description: 'Per second. FAILED is ours; REJECTED means no seats; WAITLISTED people may get one later.',
    unit: 'cps',
    width: 12,
    stacked: true,
    queries: [
      {
        expr: perSecond(series(REGISTRATIONS, APP), 'ticketcap_registration_status'),
        legend: '{{ticketcap_registration_status}}',
      },
    ],
  })
}

function payments() {
  return timeseries({
    id: 8,
    title: 'Payments by status',
    description: 'Per second. FAILED and TIMEOUT are ours or the provider’s; DECLINED is the buyer’s bank.',
    unit: 'cps',
    width: 12,
    stacked: true,
    links: [
      tracesLink(
        'Traces of this status',
        `{ span.ticketcap.payment.status = "${placeholder('__field.labels.ticketcap_payment_status')}" }`,
      ),
    ],
    queries: [
      {
        expr: perSecond(series(PAYMENTS, APP), 'ticketcap_payment_status'),
        legend: '{{ticketcap_payment_status}}',
      },
    ],
  })
}

function revenue() {
  const taken = series('ticketcap_payment_amount_total', APP, 'ticketcap_payment_status="COMPLETED"')
  return timeseries({
    id: 9,
    title: 'Money per hour',
    description:
      'Completed payments at the present pace, by currency. A drop while registrations go on: buyers cannot pay.',
    unit: 'short',
    width: 12,
    queries: [
      {
        expr: `${perSecond(taken, 'ticketcap_payment_currency')} / 100 * 3600`,
        legend: '{{ticketcap_payment_currency}} per hour',
      },
    ],
  })
}

function registrationTime() {
  const buckets = series(SPAN_BUCKETS, APP, 'span_name="registration.process"')
  return timeseries({
    id: 10,
    title: 'How long a registration takes',
    description:
      'Holding the seats, payment not included. Rising with sales: buyers queue at the lock of one event.',
    unit: 's',
    width: 12,
    queries: [
      { expr: percentile(50, buckets), legend: 'p50' },
      { expr: percentile(95, buckets), legend: 'p95', exemplars: true },
    ],
  })
}
