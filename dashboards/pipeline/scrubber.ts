import { alertNumber } from '../queries/alert-numbers.ts'
import { countInRange, orZero, perSecond } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import { bars } from '../style/bars.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'
import { ALIVE } from './series.ts'

const FINDINGS = series('otelcol_processor_scrub_findings_total', COLLECTOR)
const SCRUB = 'otelcol_processor_scrub_duration_seconds'

export const scrubber: Row = { title: 'Scrubber', panels: [findings(), places(), scrubTime(), scrubLimits()] }

function findings() {
  return timeseries({
    id: 15,
    title: 'Personal data and secrets found',
    description:
      'Values masked per second, by kind. A new kind or a jump: the app began to send something it should not.',
    unit: 'cps',
    width: 12,
    stacked: true,
    queries: [{ expr: perSecond(FINDINGS, 'kind'), legend: '{{kind}}' }],
  })
}

function places() {
  return bars({
    id: 16,
    title: 'Where it was found',
    description: 'Values masked in the shown time, by place. Fix the app at the longest bar.',
    unit: 'short',
    width: 12,
    queries: [{ expr: `sort_desc (${countInRange(FINDINGS, 'place')})`, legend: '{{place}}' }],
  })
}

function scrubTime() {
  return timeseries({
    id: 17,
    title: 'Time to scrub a batch',
    description: 'On average, by signal. Rising with flat traffic: values got longer or stranger.',
    unit: 's',
    width: 12,
    queries: [
      {
        expr: `sum by (signal) (rate(${series(`${SCRUB}_sum`, COLLECTOR)}[$__rate_interval])) / (sum by (signal) (rate(${series(`${SCRUB}_count`, COLLECTOR)}[$__rate_interval])) > 0)`,
        legend: '{{signal}}',
      },
    ],
  })
}

function scrubLimits() {
  const scrub = (name: string) => series(`otelcol_processor_scrub_${name}_total`, COLLECTOR)
  return timeseries({
    id: 18,
    title: 'What the scrubber could not read',
    description:
      'Per second. Masked unread: longer or deeper than it may read; dropped: scrubbing failed. Neither is ever let through.',
    unit: 'cps',
    width: 12,
    worry: { above: alertNumber('ScrubBudgetExceeded') },
    queries: [
      { expr: orZero(perSecond(scrub('budget_overruns')), ALIVE), legend: 'masked unread' },
      { expr: orZero(perSecond(scrub('items_dropped')), ALIVE), legend: 'dropped' },
    ],
  })
}
