import { alertNumber } from '../queries/alert-numbers.ts'
import { countInRange, orZero, perSecond, share } from '../queries/counting.ts'
import { APP, COLLECTOR, series } from '../queries/selectors.ts'
import type { Row } from '../style/board.ts'
import { stat } from '../style/stat.ts'
import { timeseries } from '../style/timeseries.ts'
import { ALIVE, DELIVERED, VERDICTS } from './series.ts'

const RECEIVED = series('otelcol_receiver_accepted_spans_total', COLLECTOR)
const REFUSED = series('otelcol_receiver_refused_spans_total', COLLECTOR)
const KEPT = series(VERDICTS, COLLECTOR, 'sampled="true"')
const DROPPED_IN_APP = series('otel_sdk_processor_span_processed_total', APP, 'error_type!=""')
const REJECTED = 'otelcol_exporter_rejected_items_total'
/** Every way a span or a point can leave the pipeline without being delivered or sampled out. */
const LOSSES = {
  'queue full, spans': series('otelcol_exporter_enqueue_failed_spans_total', COLLECTOR),
  'not accepted, spans': series('otelcol_exporter_send_failed_spans_total', COLLECTOR),
  'rejected in part, spans': series(REJECTED, COLLECTOR, 'otel_signal="traces"'),
  'queue full, metric points': series('otelcol_exporter_enqueue_failed_metric_points_total', COLLECTOR),
  'not accepted, metric points': series('otelcol_exporter_send_failed_metric_points_total', COLLECTOR),
  'rejected in part, metric points': series(REJECTED, COLLECTOR, 'otel_signal="metrics"'),
}
/** Errors and logs: what SentryLosesItems counts. */
const SENTRY_LOSSES = {
  'not taken by Sentry, items': series(
    'otelcol_exporter_sentry_items_total',
    COLLECTOR,
    'outcome=~"rejected|rate_limited|unreadable"',
  ),
  'queue full, items for Sentry': series('otelcol_exporter_enqueue_failed_log_records_total', COLLECTOR),
}

export const ledger: Row = {
  title: 'Ledger',
  panels: [received(), appDrops(), refused(), kept(), delivered(), lost(), spans(), losses()],
}

function received() {
  return stat({
    id: 1,
    title: 'Spans received',
    description:
      'Accepted by the collector in the shown time. Zero with traffic on the app: wrong token or address.',
    unit: 'short',
    width: 4,
    queries: [{ expr: countInRange(RECEIVED), legend: 'received' }],
  })
}

function appDrops() {
  return stat({
    id: 2,
    title: 'Dropped in the app',
    description:
      'Spans that never left the app in the shown time: its queue was full, or its exporter gave up.',
    unit: 'short',
    width: 4,
    worry: { above: alertNumber('AppDropsSpans') },
    queries: [{ expr: countInRange(DROPPED_IN_APP), legend: 'dropped' }],
  })
}

function refused() {
  return stat({
    id: 3,
    title: 'Refused',
    description:
      'Spans the collector did not take in the shown time, for lack of memory. The app sends them again.',
    unit: 'short',
    width: 4,
    worry: { above: alertNumber('CollectorRefusesData') },
    queries: [{ expr: countInRange(REFUSED), legend: 'refused' }],
  })
}

function kept() {
  return stat({
    id: 4,
    title: 'Traces kept',
    description:
      'Share of all traces that a policy kept in the shown time. Numbers are made before, from all of them.',
    unit: 'percentunit',
    width: 4,
    decimals: 1,
    queries: [{ expr: share(countInRange(KEPT), countInRange(series(VERDICTS, COLLECTOR))), legend: 'kept' }],
  })
}

function delivered() {
  return stat({
    id: 5,
    title: 'Spans delivered',
    description: 'Acknowledged by the trace store in the shown time.',
    unit: 'short',
    width: 4,
    queries: [{ expr: countInRange(DELIVERED), legend: 'delivered' }],
  })
}

function lost() {
  const all = Object.values(LOSSES).map((counter) => orZero(countInRange(counter), ALIVE))
  return stat({
    id: 6,
    title: 'Lost',
    description:
      'Spans and metric points accepted but never delivered, in the shown time. TracesLost and MetricsLost fire on any.',
    unit: 'short',
    width: 4,
    worry: { above: alertNumber('TracesLost') },
    queries: [{ expr: all.map((loss) => `(${loss})`).join(' + '), legend: 'lost' }],
  })
}

function spans() {
  return timeseries({
    id: 7,
    title: 'Spans, from received to delivered',
    description:
      'Per second. Between received and kept lies the sampler; kept and delivered must run together, or the queue fills.',
    unit: 'cps',
    width: 12,
    queries: [
      { expr: perSecond(RECEIVED), legend: 'received' },
      {
        expr: perSecond(
          series(
            'otelcol_processor_outgoing_items_total',
            COLLECTOR,
            'processor="drain"',
            'otel_signal="traces"',
          ),
        ),
        legend: 'kept',
      },
      { expr: perSecond(DELIVERED, 'exporter'), legend: 'delivered to {{exporter}}' },
    ],
  })
}

function losses() {
  return timeseries({
    id: 8,
    title: 'Losses and refusals',
    description: 'Per second, by cause. Refused is sent again by the app; everything else here is gone.',
    unit: 'cps',
    width: 12,
    worry: { above: 0 },
    queries: [
      { expr: perSecond(REFUSED), legend: 'refused, spans' },
      ...Object.entries({ ...LOSSES, ...SENTRY_LOSSES }).map(([legend, counter]) => ({
        expr: orZero(perSecond(counter), ALIVE),
        legend,
      })),
    ],
  })
}
