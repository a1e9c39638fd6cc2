import {
  BigValueColorMode,
  BigValueGraphMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PROMETHEUS } from './data-sources.ts'
import { type QueryPanel, withFacts } from './panel.ts'
import { instantQuery } from './queries.ts'
import { thresholds } from './thresholds.ts'

const HEIGHT = 4

/** One number, or one per series, as of now. */
export function stat(panel: QueryPanel) {
  const builder = withFacts(new PanelBuilder(), panel, HEIGHT)
    .datasource(PROMETHEUS)
    .targets(panel.queries.map(instantQuery))
    .thresholds(thresholds(panel.worry ?? {}))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .noValue('No data')
  return panel.decimals === undefined ? builder : builder.decimals(panel.decimals)
}
