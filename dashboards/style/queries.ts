import {
  DataqueryBuilder as PrometheusQuery,
  PromQueryFormat,
} from '@grafana/grafana-foundation-sdk/prometheus'
import { SearchTableType, DataqueryBuilder as TempoQuery } from '@grafana/grafana-foundation-sdk/tempo'
import { PROMETHEUS, TEMPO } from './data-sources.ts'

/** One line, number or column of a panel. */
export interface Query {
  readonly expr: string
  /** What it is called in the legend; `{{label}}` is replaced. */
  readonly legend: string
  /** Draw the traces that the collector attached to the histogram. Only for histograms made from spans. */
  readonly exemplars?: boolean
}

/** Over time: a point per step. */
export function rangeQuery({ expr, legend, exemplars = false }: Query, index: number) {
  return base(expr, legend, index).range().exemplar(exemplars)
}

/** Now: one value per series. */
export function instantQuery({ expr, legend }: Query, index: number) {
  return base(expr, legend, index).instant()
}

/** Now, as rows of a table: one column per label, one for the value. */
export function tableQuery({ expr, legend }: Query, index: number) {
  return base(expr, legend, index).instant().format(PromQueryFormat.Table)
}

/** Traces that match, newest first. */
export function traceSearch(traceql: string) {
  return new TempoQuery()
    .datasource(TEMPO)
    .refId('A')
    .queryType('traceql')
    .query(traceql)
    .limit(20)
    .tableType(SearchTableType.Traces)
}

/** A, B, C … in the order of the panel. */
export function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}

function base(expr: string, legend: string, index: number) {
  return new PrometheusQuery().datasource(PROMETHEUS).refId(refId(index)).expr(expr).legendFormat(legend)
}
