import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { inRepository } from '../support/repository.ts'

/** A series that the collector, or the OpenTelemetry SDK of the app, emits about itself. */
export interface OwnMetric {
  /** As Prometheus stores what is pushed: with unit and `_total`. */
  readonly series: string
  readonly labels: readonly string[]
  /**
   * When it is there: from the start or with the first data (`always`), with a failure that the test of this list
   * brings about (`failure`), or with one that it cannot (`rare`): of those only the name in the program is checked.
   */
  readonly seen: 'always' | 'failure' | 'rare'
}

const RECEIVER = ['receiver', 'transport'] as const
const QUEUE = ['exporter', 'data_type'] as const
const SENT = ['exporter', 'server_address', 'server_port', 'url_path'] as const
const COMPONENT = ['otel_component_name', 'otel_component_type'] as const
const SCRUB = ['signal'] as const
const QUEUE_FILE = ['queue'] as const

/** The ones that rules may read. Others exist; add one here when a rule needs it. */
export const OWN_METRICS: readonly OwnMetric[] = [
  { series: 'otelcol_process_uptime_seconds_total', labels: [], seen: 'always' },
  { series: 'otelcol_process_memory_rss_bytes', labels: [], seen: 'always' },
  { series: 'otelcol_receiver_accepted_spans_total', labels: RECEIVER, seen: 'always' },
  { series: 'otelcol_receiver_accepted_metric_points_total', labels: RECEIVER, seen: 'always' },
  { series: 'otelcol_receiver_refused_spans_total', labels: RECEIVER, seen: 'always' },
  { series: 'otelcol_receiver_refused_metric_points_total', labels: RECEIVER, seen: 'always' },
  { series: 'otelcol_exporter_queue_size', labels: QUEUE, seen: 'always' },
  { series: 'otelcol_exporter_queue_capacity', labels: QUEUE, seen: 'always' },
  { series: 'otelcol_exporter_sent_spans_total', labels: SENT, seen: 'always' },
  { series: 'otelcol_exporter_sent_metric_points_total', labels: SENT, seen: 'always' },
  { series: 'otelcol_exporter_send_failed_spans_total', labels: SENT, seen: 'failure' },
  { series: 'otelcol_exporter_send_failed_metric_points_total', labels: SENT, seen: 'rare' },
  { series: 'otelcol_exporter_enqueue_failed_spans_total', labels: ['exporter'], seen: 'rare' },
  { series: 'otelcol_exporter_enqueue_failed_metric_points_total', labels: ['exporter'], seen: 'rare' },
  { series: 'otelcol_exporter_enqueue_failed_log_records_total', labels: ['exporter'], seen: 'rare' },
  // An exporter counts for itself, or a middleware extension for the exporter that names it.
  {
    series: 'otelcol_exporter_rejected_items_total',
    labels: ['exporter', 'extension', 'otel_signal'],
    seen: 'rare',
  },
  { series: 'otelcol_extension_queue_storage_damaged_files_total', labels: QUEUE_FILE, seen: 'always' },
  { series: 'otelcol_extension_queue_storage_lost_requests_total', labels: QUEUE_FILE, seen: 'always' },
  { series: 'otelcol_processor_tail_sampling_lost_spans_total', labels: [], seen: 'always' },
  { series: 'otelcol_processor_tail_sampling_unprotected_spans_total', labels: [], seen: 'always' },
  { series: 'otelcol_processor_tail_sampling_sampling_traces_on_memory', labels: [], seen: 'always' },
  { series: 'otelcol_incident_left_seconds', labels: [], seen: 'always' },
  { series: 'otelcol_sampling_ceiling_refused_spans_total', labels: ['policy'], seen: 'rare' },
  { series: 'otelcol_processor_outgoing_items_total', labels: ['processor', 'otel_signal'], seen: 'always' },
  { series: 'otelcol_processor_scrub_duration_seconds_sum', labels: SCRUB, seen: 'always' },
  { series: 'otelcol_processor_scrub_duration_seconds_count', labels: SCRUB, seen: 'always' },
  { series: 'otelcol_processor_scrub_findings_total', labels: ['signal', 'kind', 'place'], seen: 'rare' },
  {
    series: 'otelcol_processor_tail_sampling_count_traces_sampled_total',
    labels: ['policy', 'sampled', 'decision'],
    seen: 'always',
  },
  {
    series: 'otelcol_processor_tail_sampling_global_count_traces_sampled_total',
    labels: ['sampled', 'decision'],
    seen: 'always',
  },
  {
    series: 'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total',
    labels: [],
    seen: 'always',
  },
  {
    series: 'otelcol_processor_tail_sampling_sampling_policy_evaluation_error_total',
    labels: [],
    seen: 'always',
  },
  { series: 'otelcol_processor_tail_sampling_traces_dropped_too_large_total', labels: [], seen: 'rare' },
  { series: 'otelcol_processor_scrub_budget_overruns_total', labels: SCRUB, seen: 'rare' },
  { series: 'otelcol_processor_scrub_items_dropped_total', labels: SCRUB, seen: 'rare' },
  // Who was turned away at the door, 401 and UNAUTHENTICATED, stands among all answers.
  {
    series: 'http_server_request_duration_seconds_count',
    labels: ['http_response_status_code'],
    seen: 'failure',
  },
  { series: 'rpc_server_call_duration_seconds_count', labels: ['rpc_response_status_code'], seen: 'failure' },
  // Only where something came from, or went to, Sentry.
  { series: 'otelcol_receiver_sentry_envelopes_total', labels: ['outcome'], seen: 'rare' },
  { series: 'otelcol_receiver_sentry_items_total', labels: ['item_type', 'outcome'], seen: 'rare' },
  { series: 'otelcol_exporter_sentry_items_total', labels: ['item_type', 'outcome'], seen: 'rare' },
  { series: 'otelcol_exporter_sentry_requests_total', labels: ['endpoint', 'status'], seen: 'rare' },
  {
    series: 'otel_sdk_processor_span_processed_total',
    labels: [...COMPONENT, 'error_type'],
    seen: 'failure',
  },
  { series: 'otel_sdk_processor_span_queue_size', labels: COMPONENT, seen: 'always' },
  { series: 'otel_sdk_processor_span_queue_capacity', labels: COMPONENT, seen: 'always' },
]

/** The job of the collectors. */
const COLLECTOR_JOB = 'otelcol-sidecar'
const CONFIG = parse(readFileSync(inRepository('collector-config.yaml'), 'utf8')) as { processors: object }

/** The values of labels that a program has a list of. What rules and boards ask for must stand here. */
export const OWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  processor: Object.keys(CONFIG.processors),
  otel_signal: ['traces', 'metrics', 'logs'],
  sampled: ['true', 'false'],
  error_type: ['queue_full'],
  // Of an item for Sentry: what the receiver made of it, then what the exporter did.
  outcome: [
    ...['accepted', 'dropped', 'empty', 'malformed', 'forbidden', 'busy', 'refused'],
    ...['delivered', 'rate_limited', 'rejected', 'unreadable', 'off'],
  ],
  rpc_response_status_code: [
    'OK',
    'UNAUTHENTICATED',
    'UNAVAILABLE',
    'INVALID_ARGUMENT',
    'RESOURCE_EXHAUSTED',
  ],
}

/** Whose series it is; undefined where any app may be. */
export function jobsOf({ series }: OwnMetric): readonly string[] | undefined {
  return series.startsWith('otel_sdk_') ? undefined : [COLLECTOR_JOB]
}
