import { alertBurnRate } from '../queries/alert-numbers.ts'
import { perSecond } from '../queries/counting.ts'
import type { Row } from '../style/board.ts'
import { tracesLink } from '../style/links.ts'
import { timeseries } from '../style/timeseries.ts'
import { BUDGET, CHECKOUT, failedShare } from './series.ts'

export const promise: Row = { title: 'The promise of checkout', panels: [burnRate(), failedCheckouts()] }

function burnRate() {
  const rate = (window: string) => `${failedShare(window)} / ${BUDGET}`
  return timeseries({
    id: 12,
    title: 'Burn rate of the error budget',
    description:
      '1 uses the budget up in exactly 30 days. CheckoutErrorBudgetBurnsFast pages at 14.4 over one hour, or 6 over six.',
    unit: 'none',
    width: 12,
    worry: { above: alertBurnRate('CheckoutErrorBudgetBurnsFast', '1h') },
    queries: [
      { expr: rate('5m'), legend: '5 minutes' },
      { expr: rate('1h'), legend: '1 hour' },
      { expr: rate('6h'), legend: '6 hours' },
    ],
  })
}

function failedCheckouts() {
  return timeseries({
    id: 13,
    title: 'What failed at checkout',
    description:
      'Per second, by our fault: payments the provider did not answer or could not do, registrations that ended in an error.',
    unit: 'cps',
    width: 12,
    links: [tracesLink('Failed payments', '{ span.ticketcap.payment.status =~ "FAILED|TIMEOUT" }')],
    queries: [
      {
        expr: perSecond(CHECKOUT.failedPayments, 'ticketcap_payment_status'),
        legend: 'payment {{ticketcap_payment_status}}',
      },
      { expr: perSecond(CHECKOUT.failedRegistrations), legend: 'registration FAILED' },
    ],
  })
}
