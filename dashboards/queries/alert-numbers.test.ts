import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { alertBurnRate, alertNumber, alertSeconds, guardNumber } from './alert-numbers.ts'

const text = (file: string) => readFileSync(new URL(`../../alerts/${file}`, import.meta.url), 'utf8')

test('limits are the ones of the rule files', () => {
  expect(text('checkout.rules.yaml')).toContain(`> ${alertNumber('PaymentFailureRateHigh').toFixed(2)}`)
  expect(text('checkout.rules.yaml')).toContain(`done within ${alertSeconds('PaymentLatencyP95High')} s`)
  expect(text('slo.rules.yaml')).toContain(`(${alertBurnRate('CheckoutErrorBudgetBurnsFast', '6h')} * slo:`)
  expect(text('guards.rules.yaml')).toContain(`vector(${guardNumber('slo:checkout:error_budget')})`)
})

test.each([
  ['an alert nobody wrote', () => alertNumber('NoSuchAlert')],
  ['an alert that compares with no number', () => alertNumber('Watchdog')],
  ['an alert without a bucket', () => alertSeconds('ApiErrorRateHigh')],
  ['a window without an alert', () => alertBurnRate('CheckoutErrorBudgetBurnsFast', '2h')],
  ['a guard that is no number', () => guardNumber('job_status:api_requests:increase5m')],
])('%s is an error that says where', (_, read) => {
  expect(read).toThrow(/^alerts\/ › /)
})
