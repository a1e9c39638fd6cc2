import { counter } from '../instruments.ts'
import { ATTR, METRIC, OTHER, VALUES } from '../names.ts'

/**
 * Makes every counter series with known labels exist at 0. Prometheus cannot see the first failure of a series that
 * appears with it: an increase needs a value before.
 */
export function startSeriesAtZero(): void {
  for (const status of withOther(VALUES.registrationStatus)) {
    counter(METRIC.registrations).add(0, { [ATTR.registrationStatus]: status })
  }
  for (const status of withOther(VALUES.paymentStatus)) {
    for (const currency of withOther(VALUES.currency)) {
      const labels = { [ATTR.paymentStatus]: status, [ATTR.paymentCurrency]: currency }
      counter(METRIC.payments).add(0, labels)
      counter(METRIC.paymentAmount).add(0, labels)
    }
  }
  for (const kind of VALUES.databaseErrorKind) {
    counter(METRIC.databaseErrors).add(0, { [ATTR.databaseErrorKind]: kind })
  }
  for (const outcome of withOther(VALUES.capacityRaceOutcome)) {
    counter(METRIC.capacityRaces).add(0, { [ATTR.capacityRaceOutcome]: outcome })
  }
  counter(METRIC.tenantIsolationFailures).add(0)
  counter(METRIC.tenantBlockedAccesses).add(0)
}

function withOther(known: readonly string[]): string[] {
  return [...known, OTHER]
}
