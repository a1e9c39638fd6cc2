/** What flows through the collector, as its own metrics call it. */
export const SIGNALS = ['spans', 'metric_points', 'log_records'] as const

export type Signal = (typeof SIGNALS)[number]

/** Long enough for four reports of the collector about itself. */
const PACE = '1m'

/** Totals since the collector started, of all collectors. */
export const FLOW_QUERIES = {
  findings: 'sum by (kind) (otelcol_processor_scrub_findings_total)',
  counted: 'sum (traces_span_metrics_calls_total)',
  verdicts: 'sum by (sampled) (otelcol_processor_tail_sampling_global_count_traces_sampled_total)',
  waiting: 'sum (otelcol_processor_tail_sampling_sampling_traces_on_memory)',
  policies: 'sum by (policy) (otelcol_processor_tail_sampling_count_traces_sampled_total{sampled="true"})',
  queueSize: 'sum by (exporter) (otelcol_exporter_queue_size)',
  queueFill: 'max by (exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)',
  incidentSeconds: 'max (otelcol_incident_left_seconds)',
  tooEarly: 'sum (otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total)',
  tooLarge: 'sum (otelcol_processor_tail_sampling_traces_dropped_too_large_total)',
  appDrops: 'sum (otel_sdk_processor_span_processed_total{error_type!=""})',
} as const

/** The same for one signal. */
export function signalQueries(signal: Signal) {
  return {
    accepted: `sum (otelcol_receiver_accepted_${signal}_total)`,
    acceptedPace: `sum (rate(otelcol_receiver_accepted_${signal}_total[${PACE}]))`,
    refused: `sum (otelcol_receiver_refused_${signal}_total)`,
    sent: `sum by (exporter) (otelcol_exporter_sent_${signal}_total)`,
    sentPace: `sum by (exporter) (rate(otelcol_exporter_sent_${signal}_total[${PACE}]))`,
    sendFailed: `sum by (exporter) (otelcol_exporter_send_failed_${signal}_total)`,
    enqueueFailed: `sum by (exporter) (otelcol_exporter_enqueue_failed_${signal}_total)`,
  } as const
}
