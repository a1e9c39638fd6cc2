import { alertNumber } from '../queries/alert-numbers.ts'
import { countInRange, share } from '../queries/counting.ts'
import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { failed, isolation, oversold, PAYMENTS, REGISTRATIONS } from './series.ts'

const attempts = series(PAYMENTS, APP, 'ticketcap_payment_status!="REFUNDED"')
const declined = series(PAYMENTS, APP, 'ticketcap_payment_status="DECLINED"')

export const now: Row = {
  title: 'Now',
  panels: [confirmed(), money(), failureRate(), declineRate(), races(), borders()],
}

function confirmed() {
  return stat({
    id: 1,
    title: 'Tickets confirmed',
    description: 'Registrations confirmed in the shown time.',
    unit: 'short',
    width: 4,
    decimals: 0,
    queries: [
      {
        expr: countInRange(series(REGISTRATIONS, APP, 'ticketcap_registration_status="CONFIRMED"')),
        legend: 'confirmed',
      },
    ],
  })
}

function money() {
  const taken = series('ticketcap_payment_amount_total', APP, 'ticketcap_payment_status="COMPLETED"')
  return stat({
    id: 2,
    title: 'Money taken',
    description:
      'Completed payments in the shown time, by currency, in its main unit. Refunds are not taken off.',
    unit: 'short',
    width: 4,
    decimals: 0,
    queries: [
      {
        expr: `${countInRange(taken, 'ticketcap_payment_currency')} / 100 > 0`,
        legend: '{{ticketcap_payment_currency}}',
      },
    ],
  })
}

function failureRate() {
  return stat({
    id: 3,
    title: 'Payments failing, 10 minutes',
    description:
      'Failed or timed out, of all attempts. PaymentFailureRateHigh pages above the limit, given enough payments.',
    unit: 'percentunit',
    width: 4,
    worry: { above: alertNumber('PaymentFailureRateHigh') },
    queries: [
      { expr: share(`sum (increase(${failed}[10m]))`, `sum (increase(${attempts}[10m]))`), legend: 'failed' },
    ],
  })
}

function declineRate() {
  return stat({
    id: 4,
    title: 'Cards declined, 10 minutes',
    description:
      "Declined by the buyer's bank, of all attempts. Above the limit somebody tries stolen cards, or the provider changed a rule.",
    unit: 'percentunit',
    width: 4,
    worry: { above: alertNumber('PaymentDeclineRateHigh') },
    queries: [
      {
        expr: share(`sum (increase(${declined}[10m]))`, `sum (increase(${attempts}[10m]))`),
        legend: 'declined',
      },
    ],
  })
}

function races() {
  return stat({
    id: 5,
    title: 'Oversold races',
    description:
      'Two buyers got the same last seat in the shown time. Any is a page: the lock on the event did not hold.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: alertNumber('CapacityOversold') },
    queries: [{ expr: countInRange(oversold), legend: 'oversold' }],
  })
}

function borders() {
  return stat({
    id: 6,
    title: 'Tenant borders crossed',
    description:
      'Reads or writes across a tenant border in the shown time. Any is a page: treat it as a data breach.',
    unit: 'short',
    width: 4,
    decimals: 0,
    worry: { above: alertNumber('TenantIsolationFailure') },
    queries: [{ expr: countInRange(isolation), legend: 'crossed' }],
  })
}
