import { APP, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'
import { LATE_SECONDS, LOOP_BUSY } from './series.ts'

export const eventLoop: Row = { title: 'Event loop', panels: [delay(), utilisation()] }

function delay() {
  const quantile = (name: string) => `max (${series(`nodejs_eventloop_delay_${name}_seconds`, APP)})`
  return timeseries({
    id: 7,
    title: 'Event loop lateness',
    description:
      'How late timers ran, worst process. A high maximum alone is one blocking call; a high p50 is overload.',
    unit: 's',
    width: 12,
    worry: { above: LATE_SECONDS },
    queries: ['p50', 'p90', 'p99', 'max'].map((name) => ({ expr: quantile(name), legend: name })),
  })
}

function utilisation() {
  return timeseries({
    id: 8,
    title: 'Event loop busy, by process',
    description: 'Share of time not idle. One process far above the others: the load is not spread.',
    unit: 'percentunit',
    width: 12,
    worry: { above: LOOP_BUSY },
    queries: [
      {
        expr: `max by (instance) (${series('nodejs_eventloop_utilization_ratio', APP)})`,
        legend: '{{instance}}',
      },
    ],
  })
}
