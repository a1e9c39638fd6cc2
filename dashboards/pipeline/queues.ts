import { alertNumber } from '../queries/alert-numbers.ts'
import { perSecond } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { timeseries } from '../style/timeseries.ts'
import { DELIVERED, POINTS } from './series.ts'

export const queuesRow: Row = { title: 'Queues', panels: [queues(), sent()] }

function queues() {
  const [size, capacity] = ['size', 'capacity'].map((part) =>
    series(`otelcol_exporter_queue_${part}`, COLLECTOR),
  )
  return timeseries({
    id: 9,
    title: 'How full the queues are',
    description:
      'On disk, one per backend. A rising line: the backend is away or slow. Full means the newest are lost.',
    unit: 'percentunit',
    width: 12,
    worry: { above: alertNumber('ExporterQueueFilling') },
    queries: [
      {
        expr: `max by (instance, exporter, data_type) (${size} / ${capacity})`,
        legend: '{{exporter}}, {{data_type}}',
      },
    ],
  })
}

function sent() {
  return timeseries({
    id: 10,
    title: 'Delivered by backend',
    description:
      'Spans and metric points per second that a backend acknowledged. Zero while the queue fills: it is away.',
    unit: 'cps',
    width: 12,
    queries: [
      { expr: perSecond(DELIVERED, 'exporter'), legend: '{{exporter}}, spans' },
      { expr: perSecond(POINTS, 'exporter'), legend: '{{exporter}}, metric points' },
    ],
  })
}
