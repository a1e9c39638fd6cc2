import { alertNumber } from '../queries/alert-numbers.ts'
import { countInRange, orZero, perSecond } from '../queries/counting.ts'
import { COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { timeseries } from '../style/timeseries.ts'
import { ALIVE, DELIVERED, POINTS } from './series.ts'

export const queuesRow: Row = {
  title: 'Queues',
  panels: [queues(), sent(), damage(), unprotected()],
}

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

function damage() {
  const storage = (name: string) => series(`otelcol_extension_queue_storage_${name}_total`, COLLECTOR)
  return stat({
    id: 29,
    title: 'Queues damaged on disk',
    description:
      'In the shown time. Files that were set aside, and requests (batches of one backend) in them that are lost. Must be zero.',
    unit: 'short',
    width: 12,
    decimals: 0,
    worry: { above: alertNumber('QueueFileDamaged') },
    queries: [
      { expr: orZero(countInRange(storage('damaged_files')), ALIVE), legend: 'files set aside' },
      { expr: orZero(countInRange(storage('lost_requests')), ALIVE), legend: 'requests lost' },
    ],
  })
}

function unprotected() {
  const journal = (name: string) => series(`otelcol_processor_tail_sampling_${name}_spans_total`, COLLECTOR)
  return stat({
    id: 30,
    title: 'Waiting spans and the disk',
    description:
      'In the shown time, of spans that wait for the sampler. Lost: unreadable after a kill. In memory only: a kill would lose them.',
    unit: 'short',
    width: 12,
    decimals: 0,
    worry: { above: alertNumber('SamplerLosesSpans') },
    queries: [
      { expr: orZero(countInRange(journal('lost')), ALIVE), legend: 'lost' },
      { expr: orZero(countInRange(journal('unprotected')), ALIVE), legend: 'in memory only' },
    ],
  })
}
