import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import { sharedState } from '../shared-state.ts'
import type { ExportHealth } from './export-health.ts'

/** A span exporter that also tells `health` how each export ended. */
export function observedSpanExporter(exporter: SpanExporter, health: ExportHealth): SpanExporter {
  return {
    export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
      exporter.export(spans, (result) => {
        health.observe(result)
        done(result)
      })
    },
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  }
}

/** A metric exporter that also tells `health` how each export ended. */
export function observedMetricExporter(
  exporter: PushMetricExporter,
  health: ExportHealth,
): PushMetricExporter {
  return {
    export(metrics: ResourceMetrics, done: (result: ExportResult) => void) {
      exporter.export(metrics, (result) => {
        health.observe(result)
        sharedState().metricsTaken = result.code === ExportResultCode.SUCCESS
        done(result)
      })
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    selectAggregationTemporality: exporter.selectAggregationTemporality?.bind(exporter),
  }
}
