import { COLLECTOR, series } from '../queries/selectors.ts'

export const DELIVERED = series('otelcol_exporter_sent_spans_total', COLLECTOR)
export const POINTS = series('otelcol_exporter_sent_metric_points_total', COLLECTOR)
/** There as long as a collector reports: a loss that never happened is then a 0, not "No data". */
export const ALIVE = `sum (${series('otelcol_process_uptime_seconds_total', COLLECTOR)})`
export const VERDICTS = 'otelcol_processor_tail_sampling_global_count_traces_sampled_total'
